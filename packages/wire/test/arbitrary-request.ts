// Random bodies of InvokeModel for the property tests, in the form in which Converse gives them back: lists rather
// than single strings, titles on documents, absent members rather than nulls.
import * as fc from 'fast-check'
import type {
  CacheControl,
  ContentBlockParam,
  InvokeBody,
  MessageParam,
  TextBlockParam,
  Tool,
} from '../src/anthropic/index.js'
import { citation, jsonObject, someText, text, thinking, toolUse } from './arbitrary-message.js'

const count = fc.nat({ max: 100_000 })
const base64 = fc.base64String({ minLength: 4, maxLength: 60 })
const toolName = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/)
const toolUseId = fc.stringMatching(/^tooluse_[A-Za-z0-9_-]{22}$/)
const citations = fc.record({ enabled: fc.boolean() })

const cacheControl: fc.Arbitrary<CacheControl> = fc.constantFrom(
  { type: 'ephemeral' },
  { type: 'ephemeral', ttl: '5m' },
  { type: 'ephemeral', ttl: '1h' },
)

/** Adds optional members to a record. */
function withOptional<T extends object, U extends object>(
  base: fc.Arbitrary<T>,
  optional: { [Key in keyof U]: fc.Arbitrary<U[Key]> },
): fc.Arbitrary<T & Partial<U>> {
  return fc
    .tuple(base, fc.record<U, never>(optional, { requiredKeys: [] }))
    .map(([required, more]) => ({ ...required, ...more }))
}

const plainText = fc.record({ type: fc.constant('text' as const), text })
const image = fc.record({
  type: fc.constant('image' as const),
  source: fc.record({
    type: fc.constant('base64' as const),
    media_type: fc.constantFrom(
      'image/png' as const,
      'image/jpeg' as const,
      'image/gif' as const,
      'image/webp' as const,
    ),
    data: base64,
  }),
})
const document = withOptional(
  fc.record({
    type: fc.constant('document' as const),
    title: someText,
    source: fc.oneof(
      fc.record({
        type: fc.constant('base64' as const),
        media_type: fc.constant('application/pdf' as const),
        data: base64,
      }),
      fc.record({ type: fc.constant('text' as const), media_type: fc.constant('text/plain' as const), data: text }),
      fc.record({ type: fc.constant('content' as const), content: fc.array(plainText, { maxLength: 3 }) }),
    ),
  }),
  { context: text, citations },
)
const searchResult = withOptional(
  fc.record({
    type: fc.constant('search_result' as const),
    source: text,
    title: text,
    content: fc.array(plainText, { maxLength: 3 }),
  }),
  { citations },
)
const toolResult = withOptional(
  fc.record({
    type: fc.constant('tool_result' as const),
    tool_use_id: toolUseId,
    content: fc.array(fc.oneof(plainText, image, document, searchResult), { maxLength: 3 }),
  }),
  { is_error: fc.boolean() },
)

const userBlock = fc
  .oneof(plainText, image, document, searchResult, toolResult)
  .chain((block): fc.Arbitrary<ContentBlockParam> => withOptional(fc.constant(block), { cache_control: cacheControl }))
const assistantBlock = fc.oneof(
  withOptional(plainText, { cache_control: cacheControl }),
  fc.record({
    type: fc.constant('text' as const),
    text,
    citations: fc.array(citation, { minLength: 1, maxLength: 2 }),
  }),
  withOptional(toolUse, { cache_control: cacheControl }),
  thinking,
)
const messageParam: fc.Arbitrary<MessageParam> = fc.oneof(
  fc.record({ role: fc.constant('user' as const), content: fc.array(userBlock, { maxLength: 4 }) }),
  fc.record({ role: fc.constant('assistant' as const), content: fc.array(assistantBlock, { maxLength: 4 }) }),
  fc.record({ role: fc.constant('system' as const), content: fc.array(plainText, { minLength: 1, maxLength: 2 }) }),
)
const systemBlock: fc.Arbitrary<TextBlockParam> = withOptional(plainText, { cache_control: cacheControl })

const customTool: fc.Arbitrary<Tool> = withOptional(
  fc.record({
    name: toolName,
    input_schema: jsonObject.map((schema) => ({ ...schema, type: 'object' as const })),
  }),
  { description: text, strict: fc.boolean(), cache_control: cacheControl },
)
const builtInTool: fc.Arbitrary<Tool> = fc.constantFrom<Tool[]>(
  { type: 'bash_20250124', name: 'bash' },
  { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool', cache_control: { type: 'ephemeral' } },
)
// Tools that Anthropic defines come last, as Converse keeps them.
const tools = fc
  .tuple(fc.array(customTool, { maxLength: 3 }), fc.array(builtInTool, { maxLength: 2 }))
  .filter(([custom, builtIn]) => custom.length + builtIn.length > 0)
  .map(([custom, builtIn]) => [...custom, ...builtIn])

/** What Converse can carry of a body; the outputs of invokeToConverse must say all of it. */
export const invokeBody: fc.Arbitrary<InvokeBody> = withOptional(
  fc.record({
    anthropic_version: fc.constantFrom('bedrock-2023-05-31', '2026-10-21'),
    max_tokens: count,
    messages: fc.array(messageParam, { maxLength: 4 }),
  }),
  {
    system: fc.array(systemBlock, { maxLength: 3 }),
    stop_sequences: fc.array(someText, { maxLength: 3 }),
    temperature: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
    top_p: fc.constantFrom(0.1, 0.5, 0.99),
    top_k: count,
    tools,
    tool_choice: fc.constantFrom<NonNullable<InvokeBody['tool_choice']>[]>(
      { type: 'auto' },
      { type: 'any' },
      { type: 'tool', name: 'read' },
      { type: 'none' },
      { type: 'any', disable_parallel_tool_use: true },
    ),
    thinking: fc.constantFrom<NonNullable<InvokeBody['thinking']>[]>(
      { type: 'adaptive', display: 'summarized' },
      { type: 'enabled', budget_tokens: 2048 },
      { type: 'disabled' },
    ),
    output_config: fc.constantFrom<NonNullable<InvokeBody['output_config']>[]>(
      { effort: 'xhigh' },
      { format: { type: 'json_schema', schema: { type: 'object', properties: { b: {}, a: {} } } } },
      { effort: 'low', format: { type: 'json_schema', schema: {} } },
    ),
    metadata: fc.constant({ user_id: 'u-1' }),
    context_management: fc.constant({ edits: [{ type: 'clear_tool_uses_20250919' }] }),
    anthropic_beta: fc.constant(['context-management-2025-06-27']),
  },
)
