import type { Message } from '@outcrop/wire/anthropic'

/** What an answer holds where a value was asked for. */
export type FoundValue = { readonly found: true; readonly value: unknown } | { readonly found: false }

/** The value in an answer: the input of the tool that was asked for, else the text, read as JSON. */
export function valueOf({ content }: Message, toolName: string, text: string): FoundValue {
  for (const block of content) {
    if (block.type === 'tool_use' && block.name === toolName) return { found: true, value: block.input }
  }
  for (const candidate of candidates(text)) {
    try {
      return { found: true, value: JSON.parse(candidate) as unknown }
    } catch {
      // The next reading may be the right one.
    }
  }
  return { found: false }
}

/** A model that was not forced may put its JSON into a fence, or a sentence before it. */
function* candidates(text: string): Generator<string> {
  yield text.trim()
  const fenced = /```(?:json)?\s*\n([\s\S]*?)```/.exec(text)?.[1]
  if (fenced !== undefined) yield fenced
  const begin = text.search(/[[{]/)
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  if (begin >= 0 && end > begin) yield text.slice(begin, end + 1)
}
