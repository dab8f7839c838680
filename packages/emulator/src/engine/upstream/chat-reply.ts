import type { ContentBlock, ThinkingBlock } from '@outcrop/wire/anthropic'
import type { ChatRequest } from '../../request/chat-request.js'
import { type JsonObject, isObject, objectsOf } from '../../request/json.js'
import { thinkingMode } from '../../request/thinking-mode.js'
import { signatureOf } from '../../request/thought-signature.js'
import { estimateTokens } from '../../tokens/estimate.js'
import type { Reply } from '../../reply.js'
import { modelError } from './upstream-fault.js'

/** What an answer of chat completions comes to, whether it came whole or in pieces. */
export interface ChatOutcome {
  readonly thinking: string
  readonly text: string
  readonly calls: readonly { readonly name: string; readonly arguments: string }[]
  /** `stop`, `length`, `tool_calls`, … */
  readonly finishReason: unknown
  /** vLLM's: the stop sequence, where one ended the answer. */
  readonly stopReason: unknown
  readonly usage: unknown
}

/** The outcome of a whole answer. @throws {ServiceFault} 424 if it is none */
export function outcomeOf(answer: unknown): ChatOutcome {
  const [choice] = isObject(answer) ? objectsOf(answer['choices']) : []
  const message = choice?.['message']
  if (!choice || !isObject(message)) throw modelError('The upstream model gave an answer without a message.')
  return {
    thinking: thinkingIn(message),
    text: typeof message['content'] === 'string' ? message['content'] : '',
    calls: objectsOf(message['tool_calls']).map(callIn),
    finishReason: choice['finish_reason'],
    stopReason: choice['stop_reason'],
    usage: isObject(answer) ? answer['usage'] : undefined,
  }
}

/** Two names are in use. */
export function thinkingIn({ reasoning_content: thought, reasoning }: JsonObject): string {
  if (typeof thought === 'string') return thought
  return typeof reasoning === 'string' ? reasoning : ''
}

function callIn({ function: called }: JsonObject): ChatOutcome['calls'][number] {
  const { name, arguments: given } = isObject(called) ? called : {}
  return { name: String(name), arguments: typeof given === 'string' ? given : JSON.stringify(given ?? {}) }
}

/** The outcome as Claude would have answered. @throws {ServiceFault} 424 for arguments that are no JSON */
export function replyFrom(outcome: ChatOutcome, request: ChatRequest): Reply {
  const { tokenizer } = request.entry
  const thought = thoughtOf(outcome.thinking, request)
  const calls = outcome.calls.map(({ name, arguments: given }): ContentBlock => ({
    type: 'tool_use',
    id: '',
    name,
    input: inputFrom(name, given),
  }))
  const spoken = outcome.text + outcome.calls.map((call) => call.name + call.arguments).join()
  const { completion_tokens: completed, completion_tokens_details: details } = isObject(outcome.usage)
    ? outcome.usage
    : {}
  const thinkingTokens =
    countIn(details, 'reasoning_tokens') ?? estimateTokens(thought ? outcome.thinking : '', tokenizer)
  const estimated = thinkingTokens + estimateTokens(spoken, tokenizer)
  return {
    content: [
      ...(thought ? [thought] : []),
      ...(outcome.text === '' ? [] : [{ type: 'text' as const, text: outcome.text }]),
      ...calls,
    ],
    ...stopOf(outcome, request),
    outputTokens: typeof completed === 'number' ? completed : estimated,
    thinkingTokens,
  }
}

function countIn(details: unknown, name: string): number | undefined {
  const count = isObject(details) ? details[name] : undefined
  return typeof count === 'number' ? count : undefined
}

/** A thought, where the request has thinking; hidden where it is not to be shown. */
function thoughtOf(thinking: string, request: ChatRequest): ThinkingBlock | undefined {
  const mode = thinkingMode(request)
  if (thinking === '' || mode.kind === 'off') return undefined
  const shown = mode.shown ? thinking : ''
  return { type: 'thinking', thinking: shown, signature: signatureOf(shown) }
}

function inputFrom(name: string, given: string): unknown {
  try {
    const input: unknown = JSON.parse(given === '' ? '{}' : given)
    if (isObject(input)) return input
  } catch {
    // Said below.
  }
  throw modelError(`The upstream model called ${name} with arguments that are no JSON object.`)
}

const stopReasons: Readonly<Record<string, string>> = {
  length: 'max_tokens',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  content_filter: 'refusal',
}

function stopOf({ finishReason, stopReason, calls }: ChatOutcome, { body }: ChatRequest) {
  const sequences = Array.isArray(body['stop_sequences']) ? body['stop_sequences'] : []
  if (typeof stopReason === 'string' && sequences.includes(stopReason))
    return { stopReason: 'stop_sequence', stopSequence: stopReason }
  const said = stopReasons[String(finishReason)] ?? 'end_turn'
  // Some servers say `stop` after a call.
  return { stopReason: said === 'end_turn' && calls.length > 0 ? 'tool_use' : said, stopSequence: null }
}
