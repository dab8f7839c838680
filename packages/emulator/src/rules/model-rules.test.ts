import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { ask, converse, emulated, emulatedHere, ids, invoke, pathOf, plainBody } from '../../testing/emulated.js'
import { converseRules } from '../request/converse-shape.js'
import { modelRules } from './model-rules.js'

const emulator = await emulated()

const prefix = 'The model returned the following errors: '
const user = (content: unknown) => ({ role: 'user', content })
const assistant = (content: unknown) => ({ role: 'assistant', content })
const text = (value: string) => ({ type: 'text', text: value })
const tool = { name: 'get_weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } }
const call = (id: string) => ({ type: 'tool_use', id, name: 'get_weather', input: {} })
const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'sunny' })
const image = (source: unknown) => user([text('look'), { type: 'image', source }])
const point = { cache_control: { type: 'ephemeral' } }
const longPoint = { cache_control: { type: 'ephemeral', ttl: '1h' } }
const dictionary = 'Input should be a valid dictionary or object to extract fields from'
const png = Buffer.from('not really a picture').toString('base64')

interface Row {
  /** The rule's name. */
  readonly rule: string
  readonly model?: string
  readonly region?: string
  /** Laid over a body that is accepted; `undefined` takes a member away. */
  readonly change: Record<string, unknown>
  readonly message: string
}

const rows: readonly Row[] = [
  {
    rule: 'membersInSchemaWords',
    model: ids.haiku3,
    region: 'ap-south-1',
    change: { max_tokens: undefined },
    message:
      'Malformed input request: #: required key [max_tokens] not found, please reformat your input and try again.',
  },
  {
    rule: 'membersInSchemaWords',
    model: ids.haiku3,
    region: 'ap-south-1',
    change: { max_tokens: undefined, anthropic_version: undefined, toolConfig: {} },
    message:
      'Malformed input request: #: subject must not be valid against schema {"required":["messages"]}#: required key [max_tokens] not found#: required key [anthropic_version] not found#: extraneous key [toolConfig] is not permitted, please reformat your input and try again.',
  },
  {
    rule: 'betasAreStrings',
    change: { anthropic_beta: 'context-1m-2025-08-07' },
    message: 'anthropic_beta: Input should be a valid list',
  },
  {
    rule: 'betasAreStrings',
    change: { anthropic_beta: [1] },
    message: 'anthropic_beta.0: Input should be a valid string',
  },
  { rule: 'betasAreKnown', change: { anthropic_beta: ['files-api-2025-04-14'] }, message: 'invalid beta flag' },
  { rule: 'betasAreKnown', change: { anthropic_beta: ['claude-code-20250219'] }, message: 'invalid beta flag' },
  {
    rule: 'requiredMembersPresent',
    change: { anthropic_version: undefined },
    message: 'anthropic_version: Field required',
  },
  { rule: 'requiredMembersPresent', change: { max_tokens: undefined }, message: 'max_tokens: Field required' },
  { rule: 'requiredMembersPresent', change: { messages: undefined }, message: 'messages: Field required' },
  { rule: 'knownVersion', change: { anthropic_version: '2023-06-01' }, message: 'Invalid API version: 2023-06-01' },
  {
    rule: 'knownVersion',
    model: ids.haiku45,
    change: { anthropic_version: '2026-10-21' },
    message: 'Invalid API version: 2026-10-21',
  },
  {
    rule: 'newVersionWithoutSampling',
    model: ids.opus48,
    change: { anthropic_version: '2026-10-21', temperature: 1 },
    message: 'temperature: Extra inputs are not permitted',
  },
  {
    rule: 'newVersionWithoutAssistantDocuments',
    model: ids.opus48,
    change: {
      anthropic_version: '2026-10-21',
      messages: [
        user('a'),
        assistant([{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } }]),
        user('b'),
      ],
    },
    message:
      "messages.1.content.0: Input tag 'document' found using 'type' does not match any of the expected tags: 'compaction', 'image', 'redacted_thinking', 'search_result', 'server_tool_use', 'text', 'thinking', 'tool_reference', 'tool_result', 'tool_search_tool_result', 'tool_use'",
  },
  {
    rule: 'newVersionWithoutUserCitations',
    model: ids.opus48,
    change: {
      anthropic_version: '2026-10-21',
      messages: [user([{ ...text('a'), citations: [{ type: 'char_location' }] }])],
    },
    message: 'messages.0.content.0.text.citations: Extra inputs are not permitted',
  },
  { rule: 'noUnknownMembers', change: { model: 'claude-haiku-4-5' }, message: 'model: Extra inputs are not permitted' },
  { rule: 'noUnknownMembers', change: { stream: true }, message: 'stream: Extra inputs are not permitted' },
  {
    rule: 'noUnknownMembers',
    change: { inference_geo: 'us' },
    message: 'inference_geo: Extra inputs are not permitted',
  },
  {
    rule: 'noUnknownMembers',
    change: { context_management: {} },
    message: 'context_management: Extra inputs are not permitted',
  },
  {
    rule: 'noUnknownMembers',
    model: ids.haiku45,
    change: { cache_control: { type: 'ephemeral' } },
    message: 'cache_control: Extra inputs are not permitted',
  },
  {
    rule: 'maxTokensIsPositive',
    change: { max_tokens: 0 },
    message: 'max_tokens: Input should be greater than or equal to 1',
  },
  { rule: 'maxTokensIsPositive', change: { max_tokens: '10' }, message: 'max_tokens: Input should be a valid integer' },
  {
    rule: 'maxTokensWithinModel',
    model: ids.haiku45,
    change: { max_tokens: 64_001 },
    message: 'The maximum tokens you requested exceeds the model limit of 64000',
  },
  {
    rule: 'maxTokensWithinModel',
    model: ids.sonnet55,
    change: { max_tokens: 999_999 },
    message:
      'max_tokens: 999999 > 128000, which is the maximum allowed number of output tokens for anthropic.claude-sonnet-5-5',
  },
  {
    rule: 'samplingAccepted',
    model: ids.opus48,
    change: { temperature: 0 },
    message: '`temperature` is deprecated for this model.',
  },
  {
    rule: 'samplingAccepted',
    model: ids.sonnet55,
    change: { top_p: 0.99 },
    message: '`top_p` is deprecated for this model.',
  },
  {
    rule: 'samplingAccepted',
    model: ids.sonnet55,
    change: { top_k: 5 },
    message: '`top_k` is deprecated for this model.',
  },
  {
    rule: 'samplingInRange',
    change: { temperature: 1.5 },
    message: 'temperature: Input should be less than or equal to 1',
  },
  { rule: 'samplingInRange', change: { top_p: -1 }, message: 'top_p: Input should be greater than or equal to 0' },
  { rule: 'samplingInRange', change: { temperature: 'hot' }, message: 'temperature: Input should be a valid number' },
  {
    rule: 'oneSamplingParameter',
    change: { temperature: 0.5, top_p: 0.9 },
    message: '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
  },
  { rule: 'messagesAreObjects', change: { messages: 'hello' }, message: 'messages: Input should be a valid list' },
  { rule: 'messagesAreObjects', change: { messages: ['hello'] }, message: `messages.0: ${dictionary}` },
  { rule: 'messagesNotEmpty', change: { messages: [] }, message: 'messages: at least one message is required' },
  {
    rule: 'rolesAreKnown',
    change: { messages: [{ role: 'tool', content: 'x' }] },
    message: "messages.0.role: Input should be 'user' or 'assistant'",
  },
  { rule: 'rolesAreKnown', change: { messages: [{ content: 'x' }] }, message: 'messages.0.role: Field required' },
  {
    rule: 'rolesAreKnown',
    change: { messages: [{ role: 'system', content: 'x' }] },
    message:
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
  },
  { rule: 'contentIsThere', change: { messages: [{ role: 'user' }] }, message: 'messages.0.content: Field required' },
  {
    rule: 'contentIsThere',
    change: { messages: [user(7)] },
    message: 'messages.0.content: Input should be a valid list',
  },
  { rule: 'contentIsThere', change: { messages: [user(['x'])] }, message: `messages.0.content.0: ${dictionary}` },
  {
    rule: 'contentIsNotEmpty',
    change: { messages: [user('')] },
    message: 'messages.0: all messages must have non-empty content except for the optional final assistant message',
  },
  {
    rule: 'contentIsNotEmpty',
    change: { messages: [user('a'), assistant([]), user('b')] },
    message: 'messages.1: all messages must have non-empty content except for the optional final assistant message',
  },
  {
    rule: 'userSpeaksFirst',
    change: { messages: [assistant('hello'), user('hello')] },
    message: 'messages: first message must use the "user" role',
  },
  {
    rule: 'blocksHaveKnownTypes',
    change: { messages: [user([{ type: 'audio' }])] },
    message:
      "messages.0.content.0: Input tag 'audio' found using 'type' does not match any of the expected tags: 'compaction', 'document', 'image', 'redacted_thinking', 'search_result', 'server_tool_use', 'text', 'thinking', 'tool_reference', 'tool_result', 'tool_search_tool_result', 'tool_use'",
  },
  {
    rule: 'blocksHaveKnownTypes',
    change: { messages: [user([{ text: 'x' }])] },
    message: "messages.0.content.0: Unable to extract tag using discriminator 'type'",
  },
  {
    rule: 'blocksAreComplete',
    change: { messages: [user([{ type: 'text' }])] },
    message: 'messages.0.content.0.text.text: Field required',
  },
  {
    rule: 'blocksAreComplete',
    change: { messages: [user([{ type: 'text', text: 1 }])] },
    message: 'messages.0.content.0.text.text: Input should be a valid string',
  },
  {
    rule: 'blocksAreComplete',
    change: { messages: [user('a'), assistant([{ type: 'thinking', thinking: 'hm' }, text('b')]), user('c')] },
    message: 'messages.1.content.0.thinking.signature: Field required',
  },
  {
    rule: 'textIsNotBlank',
    change: { messages: [user([text('')])] },
    message: 'messages: text content blocks must be non-empty',
  },
  {
    rule: 'textIsNotBlank',
    change: { messages: [user(' \n')] },
    message: 'messages: text content blocks must contain non-whitespace text',
  },
  {
    rule: 'sourcesAreNotUrls',
    change: { messages: [image({ type: 'url', url: 'https://example.com/a.png' })] },
    message: 'messages.0.content.1.image.source.base64.data: URL sources are not supported',
  },
  {
    rule: 'sourcesAreNotUrls',
    change: { messages: [user([{ type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } }])] },
    message: 'messages.0.content.0.document.source.base64.data: URL sources are not supported',
  },
  {
    rule: 'imagesAreBase64',
    change: { messages: [image({ type: 'base64', media_type: 'image/bmp', data: png })] },
    message:
      "messages.0.content.1.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
  },
  {
    rule: 'imagesAreBase64',
    change: { messages: [image({ type: 'base64', media_type: 'image/png', data: 'no base64!' })] },
    message: 'messages.0.content.1.image.source.base64: invalid base64 data',
  },
  {
    rule: 'imagesAreBase64',
    change: { messages: [image('https://example.com')] },
    message: `messages.0.content.1.image.source: ${dictionary}`,
  },
  {
    rule: 'imagesAreSmall',
    change: { messages: [image({ type: 'base64', media_type: 'image/png', data: 'A'.repeat(8_000_000) })] },
    message: 'messages.0.content.1.image.source.base64: image exceeds 5 MB maximum: 6000000 bytes > 5242880 bytes',
  },
  {
    rule: 'documentsHaveContent',
    change: {
      messages: [user([{ type: 'document', source: { type: 'base64', media_type: 'text/plain', data: png } }])],
    },
    message: "messages.0.content.0.document.source.base64.media_type: Input should be 'application/pdf'",
  },
  { rule: 'systemIsText', change: { system: 7 }, message: 'system: Input should be a valid list' },
  { rule: 'systemIsText', change: { system: [{ type: 'image' }] }, message: "system.0.type: Input should be 'text'" },
  { rule: 'systemIsText', change: { system: [text('')] }, message: 'system: text content blocks must be non-empty' },
  {
    rule: 'stopSequencesAreText',
    change: { stop_sequences: [' '] },
    message: 'stop_sequences: each stop sequence must contain non-whitespace',
  },
  {
    rule: 'stopSequencesAreText',
    change: { stop_sequences: 'END' },
    message: 'stop_sequences: Input should be a valid list',
  },
  { rule: 'toolsAreAList', change: { tools: {} }, message: 'tools: Input should be a valid list' },
  {
    rule: 'toolTypesAreKnown',
    change: { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
    message:
      "tools.0: Input tag 'web_search_20250305' found using 'type' does not match any of the expected tags: 'bash_20250124', 'custom', 'text_editor_20250124', 'text_editor_20250429', 'text_editor_20250728'",
  },
  {
    rule: 'strictToolsSupported',
    model: ids.sonnet55,
    change: { tools: [{ ...tool, strict: true }] },
    message: 'tools.0.custom.strict: Extra inputs are not permitted',
  },
  {
    rule: 'customToolsAreComplete',
    change: { tools: [{ name: 'x' }] },
    message: 'tools.0.custom.input_schema: Field required',
  },
  {
    rule: 'customToolsAreComplete',
    change: { tools: [{ ...tool, name: 'a b' }] },
    message: "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
  },
  {
    rule: 'customToolsAreComplete',
    change: { tools: [{ name: 'x', input_schema: {} }] },
    message: 'tools.0.custom.input_schema.type: Field required',
  },
  { rule: 'toolNamesAreUnique', change: { tools: [tool, tool] }, message: 'tools: Tool names must be unique.' },
  {
    rule: 'toolChoiceIsKnown',
    change: { tools: [tool], tool_choice: { type: 'required' } },
    message:
      "tool_choice: Input tag 'required' found using 'type' does not match any of the expected tags: 'any', 'auto', 'none', 'tool'",
  },
  {
    rule: 'toolChoiceHasTools',
    change: { tool_choice: { type: 'auto' } },
    message: 'tool_choice: tool_choice may only be specified while providing tools',
  },
  {
    rule: 'chosenToolIsOffered',
    change: { tools: [tool], tool_choice: { type: 'tool', name: 'other' } },
    message: "Tool 'other' not found in provided tools",
  },
  {
    rule: 'forcedChoiceAccepted',
    model: ids.sonnet55,
    change: { tools: [tool], tool_choice: { type: 'any' } },
    message: 'tool_choice: type "tool" and "any" are not supported for this model.',
  },
  {
    rule: 'forcedChoiceAccepted',
    model: ids.fable51,
    change: { tools: [tool], tool_choice: { type: 'tool', name: 'get_weather' } },
    message: 'tool_choice: type "tool" and "any" are not supported for this model.',
  },
  {
    rule: 'outputConfigIsKnown',
    model: ids.opus48,
    change: { output_config: { verbosity: 'low' } },
    message: 'output_config.verbosity: Extra inputs are not permitted',
  },
  {
    rule: 'outputFormatSupported',
    model: ids.sonnet55,
    change: { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
    message: 'output_config.format: Extra inputs are not permitted',
  },
  {
    rule: 'outputFormatIsComplete',
    change: { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
    message: "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
  },
  {
    rule: 'outputFormatIsComplete',
    change: {
      output_config: {
        format: {
          type: 'json_schema',
          schema: { type: 'object', additionalProperties: false, properties: { n: { type: 'integer', minimum: 1 } } },
        },
      },
    },
    message: "output_config.format.schema: For 'integer' type, properties minimum are not supported",
  },
  {
    rule: 'thinkingTypeAccepted',
    model: ids.haiku45,
    change: { thinking: { type: 'adaptive' } },
    message: 'adaptive thinking is not supported on this model',
  },
  {
    rule: 'thinkingTypeAccepted',
    model: ids.opus48,
    change: { thinking: { type: 'enabled', budget_tokens: 2000 } },
    message:
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
  },
  {
    rule: 'thinkingTypeAccepted',
    model: ids.sonnet55,
    change: { thinking: { type: 'disabled' } },
    message: '"thinking.type.disabled" is not supported for this model.',
  },
  {
    rule: 'thinkingTypeAccepted',
    model: ids.opus48,
    change: { thinking: { type: 'always' } },
    message:
      "thinking: Input tag 'always' found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'",
  },
  {
    rule: 'betweenToolsAccepted',
    model: ids.opus5,
    change: { thinking: { type: 'between_tools' } },
    message: '"thinking.type.between_tools" is not supported for this model.',
  },
  {
    rule: 'thinkingDisplayIsKnown',
    model: ids.opus48,
    change: { thinking: { type: 'adaptive', display: 'full' } },
    message: "thinking.adaptive.display: Input should be 'summarized' or 'omitted'",
  },
  {
    rule: 'thinkingBudgetFits',
    change: { thinking: { type: 'enabled' } },
    message: 'thinking.enabled.budget_tokens: Field required',
  },
  {
    rule: 'thinkingBudgetFits',
    change: { thinking: { type: 'enabled', budget_tokens: 100 } },
    message: 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
  },
  {
    rule: 'thinkingBudgetFits',
    change: { thinking: { type: 'enabled', budget_tokens: 4096 } },
    message:
      '`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size',
  },
  {
    rule: 'thinkingLeavesTemperature',
    change: { thinking: { type: 'enabled', budget_tokens: 2000 }, temperature: 0.5 },
    message:
      '`temperature` may only be set to 1 when thinking is enabled. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#important-considerations-when-using-extended-thinking',
  },
  {
    rule: 'thinkingLeavesToolChoice',
    change: { thinking: { type: 'enabled', budget_tokens: 2000 }, tools: [tool], tool_choice: { type: 'any' } },
    message: 'Thinking may not be enabled when tool_choice forces tool use.',
  },
  {
    rule: 'effortSupported',
    model: ids.haiku45,
    change: { output_config: { effort: 'low' } },
    message: 'This model does not support the effort parameter.',
  },
  {
    rule: 'effortSupported',
    model: ids.opus45,
    change: { output_config: { effort: 'low' } },
    message: 'output_config.effort: Extra inputs are not permitted',
  },
  {
    rule: 'effortLevelIsKnown',
    model: ids.opus45,
    change: { anthropic_beta: ['effort-2025-11-24'], output_config: { effort: 'max' } },
    message: "output_config.effort: Input should be 'low', 'medium' or 'high'",
  },
  {
    rule: 'effortGoesWithThinking',
    model: ids.opus5,
    change: { thinking: { type: 'disabled' }, output_config: { effort: 'xhigh' } },
    message:
      "output_config.effort 'xhigh' is not supported when thinking is disabled on this model. Use effort 'high' or below, or enable thinking.",
  },
  {
    rule: 'toolIdsHaveShape',
    change: { tools: [tool], messages: [user('x'), assistant([call('a b')]), user([result('a b')])] },
    message: "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  },
  {
    rule: 'toolUseIdsAreUnique',
    change: { tools: [tool], messages: [user('x'), assistant([call('a'), call('a')]), user([result('a')])] },
    message: 'messages.1: `tool_use` ids must be unique',
  },
  {
    rule: 'callsAndResultsOnTheirSide',
    change: { tools: [tool], messages: [user([call('a')])] },
    message: 'messages.0: `tool_use` blocks can only be in `assistant` messages',
  },
  {
    rule: 'resultsHaveCalls',
    change: { tools: [tool], messages: [user([result('a')])] },
    message:
      'messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: a. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
  },
  {
    rule: 'callsHaveResults',
    change: {
      tools: [tool],
      messages: [user('x'), assistant([call('a'), call('b')]), user([result('a'), text('go on')])],
    },
    message:
      'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: b. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
  },
  {
    rule: 'thoughtsAreUnaltered',
    change: {
      messages: [
        user('x'),
        assistant([
          {
            type: 'thinking',
            thinking: 'changed',
            signature: Buffer.from(`outcrop-thought:${'x'.repeat(32)}`).toString('base64'),
          },
          text('y'),
        ]),
        user('z'),
      ],
    },
    message: 'messages.1.content.0: Invalid `signature` in `thinking` block',
  },
  {
    rule: 'prefillAccepted',
    model: ids.sonnet46,
    change: { messages: [user('x'), assistant('Here')] },
    message: 'This model does not support assistant message prefill. The conversation must end with a user message.',
  },
  {
    rule: 'prefillEndsInText',
    change: { messages: [user('x'), assistant('Here ')] },
    message: 'messages: final assistant content cannot end with trailing whitespace',
  },
  {
    rule: 'fewCachePoints',
    change: {
      system: [
        { ...text('a'), ...point },
        { ...text('b'), ...point },
      ],
      messages: [user([1, 2, 3].map((n) => ({ ...text(String(n)), ...point })))],
    },
    message: 'A maximum of 4 blocks with cache_control may be provided. Found 5.',
  },
  {
    rule: 'cacheTimesAccepted',
    change: { system: [{ ...text('a'), cache_control: { type: 'ephemeral', ttl: '2h' } }] },
    message: "cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
  },
  {
    rule: 'longCacheFirst',
    change: { system: [{ ...text('a'), ...point }], messages: [user([{ ...text('b'), ...longPoint }])] },
    message:
      "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`.",
  },
  {
    rule: 'inputFitsContext',
    model: ids.haiku45,
    change: { messages: [user('word '.repeat(170_000))] },
    message: 'Input is too long for requested model.',
  },
  {
    rule: 'inputFitsContext',
    model: ids.opus48,
    change: { messages: [user('word '.repeat(620_000))] },
    message: 'prompt is too long: 1038507 tokens > 1000000 maximum',
  },
]

describe('a request that breaks a rule of its model is refused in Bedrock’s words', () => {
  test.each(rows.map((row, index) => [`${row.rule} ${index}`, row] as const))('%s', async (_, row) => {
    const answer = await invoke(
      emulator,
      row.model ?? ids.haiku45,
      { ...plainBody, ...row.change },
      row.region === undefined ? {} : { region: row.region },
    )
    expect(answer.json).toEqual({ message: row.message })
    expect(answer.status).toBe(400)
    expect(answer.headers['x-amzn-errortype']).toBe(
      'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/',
    )
  })

  test('no rule is without a row here, and no row without a rule', () => {
    // One needs another account, one another operation: they have tests of their own below.
    const covered = new Set([...rows.map(({ rule }) => rule), 'dataRetentionSuffices', 'thinkingComesBack'])
    expect([...covered].toSorted()).toEqual(modelRules.map(({ name }) => name).toSorted())
  })
})

test('Fable 5.1 asks for an account whose data may be reviewed', async () => {
  const strict = await emulatedHere({ dataRetention: 'default' })
  const answer = await invoke(strict, ids.fable51, plainBody)
  expect(answer.status).toBe(400)
  expect(answer.json.message).toBe("data retention mode 'default' is not available for this model")
  expect((await invoke(strict, ids.sonnet55, plainBody)).status).toBe(200)
})

test('a thought that does not come back with its tool call is refused by Converse, not by InvokeModel', async () => {
  const thinking = { type: 'enabled', budget_tokens: 2000 }
  const messages = [user('weather?'), assistant([call('a')]), user([result('a')])]
  const passed = await invoke(emulator, ids.haiku45, { ...plainBody, thinking, tools: [tool], messages })
  expect(passed.status === 200 ? '' : passed.text).toBe('')
  const toolUse = { toolUseId: 'a', name: tool.name, input: {} }
  const refused = await converse(emulator, ids.haiku45, {
    messages: [
      user([{ text: 'weather?' }]),
      assistant([{ toolUse }]),
      user([{ toolResult: { toolUseId: 'a', content: [{ text: 'sunny' }] } }]),
    ],
    toolConfig: { tools: [{ toolSpec: { name: tool.name, inputSchema: { json: tool.input_schema } } }] },
    additionalModelRequestFields: { thinking },
  })
  expect(refused.status).toBe(400)
  expect(refused.json.message).toBe(
    `${prefix}messages.1.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`tool_use\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). We recommend you include thinking blocks from previous turns. To avoid this requirement, disable \`thinking\`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking`,
  )
})

describe('requests that the rules must let pass', () => {
  const accepted: readonly (readonly [string, string, Record<string, unknown>])[] = [
    ['messages of one role in a row', ids.haiku45, { messages: [user('a'), user('b')] }],
    ['an empty last message of the assistant', ids.haiku45, { messages: [user('a'), assistant('')] }],
    ['null for absent', ids.sonnet55, { temperature: null, top_p: null, system: null, tools: null, tool_choice: null }],
    ['either sampling parameter', ids.haiku45, { top_p: 0.9, top_k: 40 }],
    [
      'the new version on a new model',
      ids.sonnet55,
      { anthropic_version: '2026-10-21', messages: [user('a'), { role: 'system', content: 'b' }, user('c')] },
    ],
    ['betas in AWS’s own spelling', ids.haiku45, { anthropic_beta: ['Interleaved-thinking-2025-05-14'] }],
    [
      'a budget above max_tokens with interleaved thinking',
      ids.haiku45,
      { anthropic_beta: ['interleaved-thinking-2025-05-14'], thinking: { type: 'enabled', budget_tokens: 9000 } },
    ],
    ['automatic caching on a new model', ids.sonnet55, { cache_control: { type: 'ephemeral' } }],
    [
      'context management with its beta',
      ids.haiku45,
      { anthropic_beta: ['context-management-2025-06-27'], context_management: { edits: [] } },
    ],
    ['built-in tools', ids.haiku45, { tools: [{ type: 'bash_20250124', name: 'bash' }] }],
    [
      'the computer with its beta',
      ids.haiku45,
      {
        anthropic_beta: ['computer-use-2025-01-24'],
        tools: [{ type: 'computer_20250124', name: 'computer', display_width_px: 1, display_height_px: 1 }],
      },
    ],
    ['effort with thinking', ids.opus5, { output_config: { effort: 'max' } }],
    ['forced tools on Opus 5', ids.opus5, { tools: [tool], tool_choice: { type: 'any' } }],
    ['thinking between tools on Sonnet 5.5', ids.sonnet55, { thinking: { type: 'between_tools' } }],
    [
      'results across consecutive messages',
      ids.haiku45,
      {
        tools: [tool],
        messages: [user('x'), assistant([call('a'), call('b')]), user([result('a')]), user([result('b')])],
      },
    ],
    [
      'a foreign signature',
      ids.haiku45,
      {
        messages: [
          user('x'),
          assistant([{ type: 'thinking', thinking: 'hm', signature: 'RXFhYmM=' }, text('y')]),
          user('z'),
        ],
      },
    ],
    [
      'a million tokens with the beta',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      { anthropic_beta: ['context-1m-2025-08-07'], messages: [user('word '.repeat(170_000))] },
    ],
    [
      'four cache points, long before short',
      ids.haiku45,
      { system: [{ ...text('a'), ...longPoint }], messages: [user([{ ...text('b'), ...point }])] },
    ],
    ['an image', ids.haiku45, { messages: [image({ type: 'base64', media_type: 'image/png', data: png })] }],
  ]
  test.each(accepted)('%s', async (_, model, change) => {
    const answer = await invoke(emulator, model, { ...plainBody, ...change })
    expect(answer.status === 200 ? 'accepted' : answer.text).toBe('accepted')
  })
})

describe('Converse says what it refuses itself, and whose words the rest are', () => {
  const plain = { messages: [user([{ text: 'hello' }])] }
  const toolConfig = { tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object' } } } }] }
  const rows: readonly (readonly [rule: string, model: string, change: Record<string, unknown>, message: string])[] = [
    [
      'converseHasMessages',
      ids.haiku45,
      { messages: [] },
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    ],
    [
      'converseRolesAreKnown',
      ids.haiku45,
      { messages: [{ role: 'tool', content: [{ text: 'x' }] }] },
      "1 validation error detected: Value 'tool' at 'messages.1.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant, system]",
    ],
    [
      'converseContentIsThere',
      ids.haiku45,
      { messages: [user([])] },
      'The content field in the Message object at messages.0 is empty. Add a ContentBlock object to the content field and try again.',
    ],
    [
      'converseTextIsNotBlank',
      ids.haiku45,
      { messages: [user([{ text: '' }])] },
      'The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and try again.',
    ],
    [
      'converseInferenceInRange',
      ids.haiku45,
      { inferenceConfig: { temperature: 2 } },
      "1 validation error detected: Value '2.0' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
    ],
    [
      'converseInferenceInRange',
      ids.haiku45,
      { inferenceConfig: { maxTokens: 0 } },
      "1 validation error detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'converseMediaAccepted',
      ids.haiku45,
      { messages: [user([{ text: 'x' }, { video: { format: 'mp4', source: {} } }])] },
      "This model doesn't support the video content block that you provided. Update the content block and try again.",
    ],
    [
      'converseSourcesAreBytes',
      ids.haiku45,
      { messages: [user([{ text: 'x' }, { image: { format: 'png', source: { s3Location: { uri: 's3://a/b' } } } }])] },
      "This model doesn't support the s3Uri field. Remove s3Uri and try again.",
    ],
    [
      'converseDocumentsHaveText',
      ids.haiku45,
      { messages: [user([{ document: { format: 'txt', name: 'a', source: { bytes: png } } }])] },
      'A text block must be included when using documents.',
    ],
    [
      'converseDocumentsHaveSources',
      ids.haiku45,
      { messages: [user([{ text: 'x' }, { document: { format: 'pdf', name: 'a', source: {} } }])] },
      `${prefix}messages.0.content.1.document.source.type: Field required`,
    ],
    [
      'converseToolsAreOffered',
      ids.haiku45,
      {
        messages: [
          user([{ text: 'x' }]),
          assistant([{ toolUse: { toolUseId: 'a', name: 'b', input: {} } }]),
          user([{ toolResult: { toolUseId: 'a', content: [{ text: 'c' }] } }]),
        ],
      },
      'The toolConfig field must be defined when using toolUse and toolResult content blocks.',
    ],
    [
      'converseFailedToolsSayWhy',
      ids.haiku45,
      {
        toolConfig,
        messages: [
          user([{ text: 'x' }]),
          assistant([{ toolUse: { toolUseId: 'a', name: 'b', input: {} } }]),
          user([{ toolResult: { toolUseId: 'a', status: 'error', content: [] } }]),
        ],
      },
      'The content field at messages.2.content.0.toolResult cannot be empty when status value is error.',
    ],
    [
      'userSpeaksFirst',
      ids.haiku45,
      { messages: [assistant([{ text: 'x' }]), user([{ text: 'y' }])] },
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    ],
    [
      'resultsHaveCalls',
      ids.haiku45,
      { toolConfig, messages: [user([{ toolResult: { toolUseId: 'a', content: [{ text: 'c' }] } }])] },
      'The number of toolResult blocks at messages.0.content exceeds the number of toolUse blocks of previous turn.',
    ],
    [
      'callsHaveResults',
      ids.haiku45,
      {
        toolConfig,
        messages: [
          user([{ text: 'x' }]),
          assistant([{ toolUse: { toolUseId: 'a', name: 'b', input: {} } }]),
          user([{ text: 'y' }]),
        ],
      },
      'Expected toolResult blocks at messages.2.content for the following Ids: a',
    ],
    [
      'maxTokensWithinModel',
      ids.haiku45,
      { inferenceConfig: { maxTokens: 100_000 } },
      'The maximum tokens you requested exceeds the model limit of 64000. Try again with a maximum tokens value that is lower than 64000.',
    ],
    [
      'samplingAccepted',
      ids.sonnet55,
      { inferenceConfig: { temperature: 0.5 } },
      `${prefix}\`temperature\` is deprecated for this model.`,
    ],
    [
      'oneSamplingParameter',
      ids.haiku45,
      { inferenceConfig: { temperature: 0.5, topP: 0.5 } },
      `${prefix}\`temperature\` and \`top_p\` cannot both be specified for this model. Please use only one.`,
    ],
    [
      'forcedChoiceAccepted',
      ids.sonnet55,
      { toolConfig: { ...toolConfig, toolChoice: { any: {} } } },
      `${prefix}tool_choice: type "tool" and "any" are not supported for this model.`,
    ],
    [
      'outputFormatSupported',
      ids.sonnet55,
      {
        outputConfig: {
          textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: '{"type":"object"}' } } },
        },
      },
      `${prefix}output_config.format: Extra inputs are not permitted`,
    ],
    [
      'textIsNotBlank',
      ids.haiku45,
      { messages: [user([{ text: ' ' }])] },
      `${prefix}messages: text content blocks must contain non-whitespace text`,
    ],
    [
      'thinkingTypeAccepted',
      ids.opus48,
      { additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 2000 } } },
      `${prefix}"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.`,
    ],
    [
      'noUnknownMembers',
      ids.haiku45,
      { additionalModelRequestFields: { speed: 'fast' } },
      `${prefix}speed: Extra inputs are not permitted`,
    ],
    [
      'betasAreKnown',
      ids.haiku45,
      { additionalModelRequestFields: { anthropic_beta: ['no-such-beta'] } },
      `${prefix}invalid beta flag`,
    ],
    [
      'additional fields',
      ids.haiku45,
      { inferenceConfig: { maxTokens: 10 }, additionalModelRequestFields: { max_tokens: 20 } },
      'The additional field max_tokens conflicts with the existing field inferenceConfig.maxTokens. Remove max_tokens and try again.',
    ],
  ]
  test.each(rows.map(([rule, ...rest], index) => [`${rule} ${index}`, ...rest] as const))(
    '%s',
    async (_, model, change, message) => {
      const answer = await converse(emulator, model, { ...plain, ...change })
      expect(answer.json).toEqual({ message })
      expect(answer.status).toBe(400)
    },
  )

  test('every rule of Converse has its row', () => {
    const named = new Set(rows.map(([rule]) => rule))
    expect(converseRules.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([])
  })

  test('a stream is refused before it begins, with JSON', async () => {
    const body = { ...plain, inferenceConfig: { temperature: 0.5 } }
    const answer = await ask(emulator, { path: pathOf(ids.sonnet55, 'converse-stream'), body })
    expect(answer.status).toBe(400)
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.json.message).toBe(`${prefix}\`temperature\` is deprecated for this model.`)
  })
})

describe('bodies that are no requests', () => {
  test.each(['', '{', '[]', '"text"', 'null', '\u0000\u0001'])('InvokeModel %j', async (body) => {
    const answer = await invoke(emulator, ids.haiku45, body)
    expect(answer.status).toBe(400)
    expect(answer.json.message).toBe('Malformed input request, please reformat your input and try again.')
  })

  test.each(['', '{', '[]'])('Converse %j', async (body) => {
    const answer = await converse(emulator, ids.haiku45, body)
    expect(answer.status).toBe(400)
    expect(answer.headers['x-amzn-errortype']).toBe(
      'SerializationException:http://internal.amazon.com/coral/com.amazon.coral.service/',
    )
  })

  test.each([
    { messages: [{ role: 'user', content: 'text' }] },
    { messages: [null] },
    { inferenceConfig: 7, messages: 7 },
  ])('Converse of the wrong shape %j', async (body) => {
    expect((await converse(emulator, ids.haiku45, body)).status).toBe(400)
  })
})
