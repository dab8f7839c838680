import { systemClock } from '../clock/index.js'
import type { Clock } from '../clock/index.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { Reply } from '../invocation/index.js'
import type { Logger } from '../observe/log.js'
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
 * message, status, code and remedy. A stream is logged once it has ended, because until then nobody knows how. No prompt,
 * no answer and no secret is logged. `createClient({ logger })` logs every call of a client so.
 *
 * @throws OutcropError as the call itself; the logger's own failure is thrown too
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
    const { model, ...rest } = failureFacts(error)
    logger({ level: 'error', event: 'bedrock_error', ...facts(), model: model ?? command.input.modelId, ...rest })
  }
  const succeeded = (reply: Reply) => {
    logger({ level: 'info', event: 'bedrock_success', ...facts(), ...successFacts(reply) })
  }
  let sent
  try {
    sent = await sendCommand(command, clientOf({ ...(client && { client }) }), call)
  } catch (error) {
    failed(error)
    throw error
  }
  if (sent.isStream) void sent.whole().then(succeeded, failed)
  else succeeded(await sent.whole())
  return sent.response as AnswerTo<Command>
}

function successFacts({ model, usage, costUsd, stopReason, requestId, attempts, emulated }: Reply) {
  const { key, calledId, region } = model
  return { model: key ?? calledId, calledId, region, usage, costUsd, stopReason, requestId, attempts, emulated }
}

function failureFacts(error: unknown) {
  if (!isOutcropError(error)) return { model: undefined, error: error instanceof Error ? error.message : String(error) }
  const { message, status, code, remedy, requestId, region, attempts, model } = error
  return { model, error: message, errorCode: status, code, remedy, requestId, region, attempts }
}
