import type { Client } from '../client.js'
import type { ClientOptions } from '../client-options.js'
import { createClient } from '../create-client.js'
import type { CallOptions } from '../invocation/index.js'
import type { AnswerTo, BedrockCommand } from './bedrock-command.js'
import { sendCommand } from './send-command.js'
import { clientOf } from './shared-client.js'

/** What the functions that take a command take besides. */
export interface CommandOptions extends CallOptions {
  /** Who calls. Default: a client that the guide's functions share, made from the environment by the first call. */
  readonly client?: Client
}

/**
 * Sends a command and tries it again with growing waits, of which chance is a part, so that many callers do not come
 * back at the same moment. What cannot succeed when made again is not repeated.
 *
 * @param maxRetries attempts after the first; default 5
 * @throws OutcropError the last attempt's, with all attempts in its `history`
 * @example
 * const { body } = await invokeWithBackoff(new InvokeModelCommand({ modelId, body }))
 */
export async function invokeWithBackoff<Command extends BedrockCommand>(
  command: Command,
  maxRetries = 5,
  { client, ...options }: CommandOptions = {},
): Promise<AnswerTo<Command>> {
  const waits = { initialDelay: 1000, maxDelay: 30_000 }
  const sent = await sendCommand(command, clientOf({ ...(client && { client }) }), { ...waits, ...options, maxRetries })
  return sent.response as AnswerTo<Command>
}

/** The guide's class: a client, and a way to send a command with retries of one's own choice. */
export class BedrockClient {
  /** The client behind it, for all that the guide does not have. */
  readonly client: Client

  constructor(options: ClientOptions = {}) {
    this.client = createClient({ maxQueueMs: 0, ...options })
  }

  /**
   * Sends a command; `maxRetries` (default 3), `initialDelay` (1 000 ms), `maxDelay` (10 000 ms) and `shouldRetry` say how
   * it is tried again.
   *
   * @throws OutcropError the last attempt's, with all attempts in its `history`
   */
  async invokeWithRetry<Command extends BedrockCommand>(
    command: Command,
    options: CallOptions = {},
  ): Promise<AnswerTo<Command>> {
    const usual = { maxRetries: 3, initialDelay: 1000, maxDelay: 10_000 }
    const { response } = await sendCommand(command, this.client, { ...usual, ...options })
    return response as AnswerTo<Command>
  }

  /** Closes idle connections. Calls under way end first. */
  close(): Promise<void> {
    return this.client.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
