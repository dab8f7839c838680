import { bedrockAnthropicVersion } from '@outcrop/wire/anthropic'
import type { AccountState } from '../account/account-state.js'
import { validationFault } from '../answer/service-fault.js'
import { type ChatCall, type ModelCall, type Received, type Stage, withFound } from '../call.js'
import type { EmulatorSettings } from '../options.js'
import { type ChatRequest, chatRequest } from './chat-request.js'
import { type JsonObject, isGiven, isObject } from './json.js'
import { asObject } from './parse-json.js'

/**
 * Reads a request of Anthropic's own API: what InvokeModel has in its path and body stands in the body and in headers
 * here. From then on the same rules apply.
 */
export function readMessages({ registry }: EmulatorSettings, account: AccountState): Stage<ModelCall, ChatCall> {
  const knownBetas = new Set(
    registry.betas.flags
      .filter(({ documented, forwarded }) => documented || forwarded.length > 0)
      .map(({ name }) => name.toLowerCase()),
  )
  return (next) => (call) => {
    const body = invokeBodyOf(call)
    const request: ChatRequest = chatRequest(body, {
      origin: 'messages',
      entry: call.model.entry,
      dataRetention: account.dataRetention,
      knownBetas,
    })
    return next(withFound(call, { request, extras: {} }))
  }
}

function invokeBodyOf({ received, operation, endpoint, model }: ModelCall): JsonObject {
  const { model: _, stream, ...rest } = asObject(received.json()) ?? {}
  if (operation === 'MessagesCountTokens') refuseUncounted({ ...rest, stream })
  else if (isGiven(stream) && typeof stream !== 'boolean')
    throw validationFault('stream: Input should be a valid boolean')
  if (endpoint === 'runtime') checkMetadata(rest)
  if (rest['anthropic_beta'] !== undefined) throw extraInput('anthropic_beta')
  const betas = betasIn(received)
  return {
    ...rest,
    anthropic_version: versionOf(received, rest, endpoint === 'runtime'),
    ...(betas.length > 0 && { anthropic_beta: betas }),
    // Counting has no limit of output, but the rules of thinking measure against one.
    ...(operation === 'MessagesCountTokens' && { max_tokens: model.entry.maxOutputTokens }),
  }
}

/** Members of a request for an answer that one for a count does not have. */
const uncounted = ['max_tokens', 'metadata', 'stop_sequences', 'stream', 'temperature', 'top_k', 'top_p']

function refuseUncounted(body: JsonObject): void {
  const found = uncounted.find((name) => isGiven(body[name]))
  if (found !== undefined) throw extraInput(found)
}

function extraInput(name: string) {
  return validationFault(`${name}: Extra inputs are not permitted`)
}

// AWS's pattern of the values of request metadata, which `metadata.user_id` becomes on bedrock-runtime. Claude Code's,
// a JSON text, does not satisfy it.
const metadataValue = /^[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}$/

function checkMetadata({ metadata }: JsonObject): void {
  const userId = isObject(metadata) ? metadata['user_id'] : undefined
  if (typeof userId === 'string' && !metadataValue.test(userId))
    throw validationFault('Request metadata contains a value that violates the regular expression')
}

function headerOf({ headers }: Received, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : value?.join(',')
}

/** Bedrock's name of the version that the header asks for; on bedrock-runtime it may stand in the body instead. */
function versionOf(received: Received, body: JsonObject, inBody: boolean): string {
  const own = body['anthropic_version']
  if (own !== undefined && !inBody) throw extraInput('anthropic_version')
  const asked = headerOf(received, 'anthropic-version') ?? (typeof own === 'string' ? own : undefined)
  if (asked === undefined) throw validationFault('anthropic-version: header is required')
  return asked === '2023-06-01' ? bedrockAnthropicVersion : asked
}

function betasIn(received: Received): readonly string[] {
  const flags = headerOf(received, 'anthropic-beta')?.split(',') ?? []
  return flags.map((flag) => flag.trim()).filter((flag) => flag !== '')
}
