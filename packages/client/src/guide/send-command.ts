import type { MessageParam } from '@outcrop/wire/anthropic'
import type { Client } from '../client.js'
import { createError } from '../errors/create-error.js'
import type { CallOptions, InvokeRequest, Reply } from '../invocation/index.js'
import { operationOf } from './bedrock-command.js'
import type { BedrockCommand } from './bedrock-command.js'
import { chunksOf, jsonBody, textOfBody } from './command-body.js'

/** An answer in the AWS SDK's shape. */
export interface SentCommand {
  readonly response: unknown
  /** The reply behind it; absent for a stream, which has only begun. */
  readonly reply?: Reply
}

/** Hears of a stream once its reader has come to its end or left it: the reply, or why there is none. Its failure is the reader's. */
export type OnStreamEnd = (ended: Promise<Reply>) => void | Promise<void>

/**
 * Makes the call of a command. A stream counts as sent once its first event has come, so that a refusal is thrown here
 * and not while reading.
 *
 * @throws RequestError `invalid_request` for another command, a body that is not Claude's, or half of a guardrail's name
 */
export async function sendCommand(
  command: BedrockCommand,
  client: Client,
  options: CallOptions,
  onStreamEnd?: OnStreamEnd,
): Promise<SentCommand> {
  const request = requestOf(command)
  const operation = operationOf(command)
  if (operation === 'InvokeModel') {
    const reply = await client.invoke(request, options)
    const { requestId, attempts } = reply
    const response = { ...head({ requestId, attempts }), body: jsonBody(reply.message) }
    return { response, reply }
  }
  if (operation !== 'InvokeModelWithResponseStream') {
    throw createError('invalid_request', `A command for ${operation} cannot be sent by these functions`, {
      remedy: 'Give an InvokeModelCommand or an InvokeModelWithResponseStreamCommand, or call client.invoke.',
    })
  }
  const stream = client.stream(request, options)
  const events = stream[Symbol.asyncIterator]()
  const first = await events.next()
  const body = chunksOf(first, events, () => onStreamEnd?.(stream.reply()))
  return { response: { ...head({ requestId: stream.head?.requestId }), body } }
}

function head({ requestId, attempts }: { requestId?: string | undefined; attempts?: number }) {
  return {
    $metadata: {
      httpStatusCode: 200,
      ...(requestId !== undefined && { requestId }),
      ...(attempts !== undefined && { attempts }),
    },
    contentType: 'application/json',
  }
}

function requestOf({ input }: BedrockCommand): InvokeRequest {
  const { modelId, guardrailIdentifier: identifier, guardrailVersion: version, trace, serviceTier } = input
  const body = bodyOf(input.body)
  if ((identifier === undefined) !== (version === undefined)) {
    throw createError('invalid_request', 'A guardrail is named by guardrailIdentifier and guardrailVersion together', {
      remedy: 'Give both (the version of a working draft is DRAFT), or neither.',
    })
  }
  return {
    ...(modelId !== undefined && { model: modelId }),
    messages: body.messages,
    body,
    ...(identifier !== undefined && version !== undefined && { guardrail: { identifier, version } }),
    ...(trace !== undefined && { trace: trace.toLowerCase() as NonNullable<InvokeRequest['trace']> }),
    ...(serviceTier !== undefined && { serviceTier: serviceTier as NonNullable<InvokeRequest['serviceTier']> }),
  }
}

interface ClaudeBody extends Readonly<Record<string, unknown>> {
  readonly messages: readonly MessageParam[]
}

function bodyOf(given: unknown): ClaudeBody {
  let body: unknown
  try {
    body = JSON.parse(textOfBody(given) ?? '')
  } catch {
    body = undefined
  }
  const messages = (body as { messages?: unknown } | null | undefined)?.messages
  if (Array.isArray(messages)) return body as ClaudeBody
  throw createError('invalid_request', "The command's body is not a request of Claude's Messages API", {
    remedy: 'Give body as JSON with anthropic_version, max_tokens and messages, in a string or in bytes.',
  })
}
