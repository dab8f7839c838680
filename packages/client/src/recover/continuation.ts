import type { ContentBlock, ContentBlockParam, MessageParam } from '@outcrop/wire/anthropic'
import type { NormalRequest } from '../invocation/index.js'
import type { SeamBefore } from './seam-text.js'

/** A request for the rest of an answer, and what its text follows on. */
export interface Continuation {
  readonly request: NormalRequest
  readonly before: SeamBefore
}

const goOn =
  'Your answer was interrupted in transit and ends in the middle. Continue it from exactly where it stops: begin with the ' +
  'very next character, repeat nothing of it, and do not mention the interruption.'

/**
 * Whether the rest of an answer can be asked for. Output that is held to a schema is always a whole document, so it can
 * only be asked for anew.
 */
export function canContinue({ body }: NormalRequest): boolean {
  const { output_config: config } = body as { output_config?: { format?: unknown } }
  return config?.format === undefined
}

/**
 * The request for the rest of `delivered`, of which the last block is a text that was cut. Blocks go back as they came,
 * with their signatures. With `prefill` the model goes on in its own turn; without it a turn of the user asks it to.
 */
export function continuationOf(
  request: NormalRequest,
  delivered: readonly ContentBlock[],
  prefill: boolean,
): Continuation {
  const cut = delivered.at(-1)
  const text = cut?.type === 'text' ? (cut as { text: string }).text : ''
  const shown = text.trimEnd()
  const space = text.slice(shown.length)
  const content = carried(delivered, shown)
  if (content.length === 0) return { request, before: { space: text, repeatable: undefined } }
  const turns = withAnswer(request.body.messages ?? [], content)
  const messages = prefill ? turns : [...turns, { role: 'user' as const, content: goOn }]
  return {
    request: { ...request, body: { ...request.body, messages } },
    before: { space, repeatable: prefill ? undefined : shown },
  }
}

/** What came, as far as a turn may end with it: in text that does not end in white space. */
function carried(delivered: readonly ContentBlock[], shown: string): ContentBlockParam[] {
  const content = delivered.slice(0, -1) as ContentBlockParam[]
  if (shown !== '') return [...content, { type: 'text', text: shown }]
  while (content.length > 0 && !isWholeText(content.at(-1))) content.pop()
  return content
}

function isWholeText(block: ContentBlockParam | undefined): boolean {
  return block?.type === 'text' && /\S$/.test((block as { text: string }).text)
}

/** The conversation with the answer in it; a turn that the caller had begun for the model stays one turn. */
function withAnswer(messages: readonly MessageParam[], content: ContentBlockParam[]): MessageParam[] {
  const last = messages.at(-1)
  if (last?.role !== 'assistant') return [...messages, { role: 'assistant', content }]
  const begun = typeof last.content === 'string' ? [{ type: 'text' as const, text: last.content }] : last.content
  return [...messages.slice(0, -1), { ...last, content: joined(begun, content) }]
}

function joined(begun: readonly ContentBlockParam[], content: readonly ContentBlockParam[]): ContentBlockParam[] {
  const [first, ...rest] = content
  const last = begun.at(-1)
  if (first?.type !== 'text' || last?.type !== 'text') return [...begun, ...content]
  const text = (last as { text: string }).text + (first as { text: string }).text
  return [...begun.slice(0, -1), { ...last, text }, ...rest]
}
