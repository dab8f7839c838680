// Random answers for the property tests: what Claude on Bedrock may answer, and nothing that it cannot.
import * as fc from 'fast-check'
import type { ContentBlock, Message, TextCitation, Usage } from '../src/anthropic/index.js'

/** Any text, surrogate pairs, control characters and quotes included. */
export const text = fc.string({ unit: 'grapheme', maxLength: 60 })
export const someText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })

/** An object as JSON keeps it (no -0, no undefined). */
export const jsonObject = fc
  .dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>)

const signature = fc.base64String({ minLength: 4, maxLength: 80 })
const count = fc.nat({ max: 5000 })
const toolUseId = fc.stringMatching(/^tooluse_[A-Za-z0-9_-]{22}$/)

export const citation: fc.Arbitrary<TextCitation> = fc.oneof(
  fc.record({
    type: fc.constant('char_location' as const),
    cited_text: text,
    document_index: count,
    document_title: fc.option(someText),
    start_char_index: count,
    end_char_index: count,
  }),
  fc.record({
    type: fc.constant('page_location' as const),
    cited_text: text,
    document_index: count,
    document_title: fc.option(someText),
    start_page_number: count,
    end_page_number: count,
  }),
  fc.record({
    type: fc.constant('content_block_location' as const),
    cited_text: text,
    document_index: count,
    document_title: fc.option(someText),
    start_block_index: count,
    end_block_index: count,
  }),
  fc.record({
    type: fc.constant('search_result_location' as const),
    cited_text: text,
    search_result_index: count,
    source: text,
    start_block_index: count,
    end_block_index: count,
    title: fc.option(someText),
  }),
)

export const toolUse = fc.record({
  type: fc.constant('tool_use' as const),
  id: toolUseId,
  name: fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/),
  input: jsonObject,
})

export const thinking = fc.oneof(
  fc.record({ type: fc.constant('thinking' as const), thinking: someText, signature }),
  // display: omitted
  fc.record({ type: fc.constant('thinking' as const), thinking: fc.constant(''), signature }),
  fc.record({ type: fc.constant('redacted_thinking' as const), data: signature }),
)

export const block: fc.Arbitrary<ContentBlock> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text }),
  fc.record({
    type: fc.constant('text' as const),
    text: someText,
    citations: fc.array(citation, { minLength: 1, maxLength: 3 }),
  }),
  thinking,
  toolUse,
)

/** Without caching, or with it: then the counts by time to live add up. */
const usage: fc.Arbitrary<Usage> = fc.oneof(
  fc.record({ input_tokens: count, output_tokens: count }),
  fc
    .record({ input: count, output: count, read: count, written5m: count, written1h: count })
    .map(({ input, output, read, written5m, written1h }) => ({
      input_tokens: input,
      cache_creation_input_tokens: written5m + written1h,
      cache_read_input_tokens: read,
      cache_creation: { ephemeral_5m_input_tokens: written5m, ephemeral_1h_input_tokens: written1h },
      output_tokens: output,
    })),
)

/** Messages that Converse can say, too; add to them what it cannot. */
export const message: fc.Arbitrary<Message> = fc.record({
  model: fc.constant('claude-sonnet-4-5-20250929'),
  id: fc.stringMatching(/^msg_bdrk_01[A-Za-z0-9]{22}$/),
  type: fc.constant('message' as const),
  role: fc.constant('assistant' as const),
  content: fc.array(block, { maxLength: 6 }),
  stop_reason: fc.constantFrom('end_turn', 'tool_use', 'max_tokens', 'refusal', 'pause_turn'),
  stop_sequence: fc.constant(null),
  usage,
})
