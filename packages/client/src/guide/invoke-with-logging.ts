import { systemClock } from '../clock/index.js'
import type { Clock } from '../clock/index.js'
import type { Reply } from '../invocation/index.js'
import type { Logger } from '../observe/log.js'
import { answerFacts, errorFacts } from '../observe/log-facts.js'
import { writeToStderr } from '../settings/process-environment.js'
import type { AnswerTo, BedrockCommand } from './bedrock-command.js'
import type { CommandOptions } from './invoke-command.js'
import { sendCommand } from './send-command.js'
import { clientOf } from './shared-client.js'

/** What {@link invokeWithLogging} takes besides its command. */
export interface LoggingOptions extends CommandOptions {
  /** Takes the record. Default: a line of JSON on standard error. */
  readonly logger?: Logger
  /** Time, for tests. Default: that of the machine. */
  readonly clock?: Clock
}

const logLine: Logger = (record) => writeToStderr(`${JSON.stringify(record)}\n`)

/**
 * Sends a command and logs how it went: `bedrock_success` with latency, model, tokens and cost, or `bedrock_error` with
 * message, status, code and remedy. A stream is logged once its reader has come to its end or left it, because until then
 * nobody knows how it ends. No prompt, no answer and no secret is logged. `createClient({ logger })` logs every call of a client so.
 *
 * @throws OutcropError as the call itself; the logger's own failure is thrown too: of a stream, to its reader
 */
export async function invokeWithLogging<Command extends BedrockCommand>(
  command: Command,
  options: LoggingOptions = {},
): Promise<AnswerTo<Command>> {
  const { logger = logLine, clock = systemClock, client, ...call } = options
  const startedAt = clock.monotonic()
  const facts = () => ({
    timestamp: new Date(clock.now()).toISOString(),
    latency: Math.round(clock.monotonic() - startedAt),
  })
  const failed = (error: unknown) => {
    logger({ level: 'error', event: 'bedrock_error', ...facts(), ...errorFacts(error, command.input.modelId) })
  }
  const succeeded = (reply: Reply) => {
    logger({ level: 'info', event: 'bedrock_success', ...facts(), ...answerFacts(reply) })
  }
  let sent
  try {
    const logged = (ended: Promise<Reply>) => ended.then(succeeded, failed)
    sent = await sendCommand(command, clientOf({ ...(client && { client }) }), call, logged)
  } catch (error) {
    failed(error)
    throw error
  }
  if (sent.reply !== undefined) succeeded(sent.reply)
  return sent.response as AnswerTo<Command>
}
