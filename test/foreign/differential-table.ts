// What Bedrock answers to requests good and bad, as the fact sheets have it (`bedrock` and `wire`, with the section).
// A message that is a string is the fact's own wording; where only the rule is known and not its words, a pattern says
// what the message has to speak of.

export type Operation = 'InvokeModel' | 'InvokeModelWithResponseStream' | 'Converse' | 'ConverseStream' | 'CountTokens'

export interface Refused {
  readonly status: number
  readonly error: string
  readonly message: string | RegExp
}

export interface Answered {
  readonly status: 200
  /** Anthropic's name of the model, which only InvokeModel tells. */
  readonly model?: string
  readonly stopReason?: string
  /** The types of the blocks, in Anthropic's names. */
  readonly content?: readonly string[]
  readonly cached?: { readonly read: number; readonly written: number }
  /** Whether CountTokens counted something. */
  readonly counted?: true
}

export interface Row {
  readonly name: string
  /** Where the fact sheets say so. */
  readonly fact: string
  readonly operation: Operation
  readonly modelId: string
  /** Laid over a plain request in the operation's own shape; `undefined` takes a member away. */
  readonly change: Readonly<Record<string, unknown>>
  readonly expected: Refused | Answered
  /** Default `us-east-1`. */
  readonly region?: string
  /** Who asks, if not somebody in good standing. */
  readonly caller?: 'expired' | 'wrongSecret' | 'unknownKey' | 'badBearer' | 'unreviewed'
}

type More = Pick<Row, 'region' | 'caller'>

const ask =
  (operation: Operation) =>
  (
    name: string,
    fact: string,
    modelId: string,
    change: Row['change'],
    expected: Row['expected'],
    more: More = {},
  ): Row => ({
    name: `${name} (${operation})`,
    fact,
    operation,
    modelId,
    change,
    expected,
    ...more,
  })
const invoke = ask('InvokeModel')
const invokeStream = ask('InvokeModelWithResponseStream')
const converse = ask('Converse')
const converseStream = ask('ConverseStream')
const countTokens = ask('CountTokens')

const bad = (message: string | RegExp): Refused => ({ status: 400, error: 'ValidationException', message })
const ofModel = (message: string): Refused => bad(`The model returned the following errors: ${message}`)
const ok: Answered = { status: 200 }
const good = (model: string): Answered => ({ status: 200, model, stopReason: 'end_turn' })

const us = (id: string) => `us.anthropic.${id}`
const haiku3 = 'anthropic.claude-3-haiku-20240307-v1:0'
const mumbai: More = { region: 'ap-south-1' }
const opus41 = us('claude-opus-4-1-20250805-v1:0')
const sonnet45 = us('claude-sonnet-4-5-20250929-v1:0')
const haiku45 = us('claude-haiku-4-5-20251001-v1:0')
const opus45 = us('claude-opus-4-5-20251101-v1:0')
const opus46 = us('claude-opus-4-6-v1')
const sonnet46 = us('claude-sonnet-4-6')
const opus47 = us('claude-opus-4-7')
const opus48 = us('claude-opus-4-8')
const fable5 = us('claude-fable-5')
const sonnet5 = us('claude-sonnet-5')
const opus5 = us('claude-opus-5')
const fable51 = us('claude-fable-5-1')
const opus55 = us('claude-opus-5-5')
const sonnet55 = us('claude-sonnet-5-5')
const haiku55 = us('claude-haiku-5-5')
const fable52 = us('claude-fable-5-2')

const said = (role: string, content: unknown) => ({ role, content })
const user = (content: unknown) => said('user', content)
const assistant = (content: unknown) => said('assistant', content)
const text = (value: string) => ({ type: 'text', text: value })
const tool = { name: 'get_weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } }
const toolConfig = {
  tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object' } } } }],
}
const call = (id: string) => ({ type: 'tool_use', id, name: 'get_weather', input: {} })
const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'sunny' })
const toolUse = (toolUseId: string) => ({ toolUse: { toolUseId, name: 'get_weather', input: {} } })
const toolResult = (toolUseId: string) => ({ toolResult: { toolUseId, content: [{ text: 'sunny' }] } })
const point = { cache_control: { type: 'ephemeral' } }
const hourPoint = { cache_control: { type: 'ephemeral', ttl: '1h' } }
const cachePoint = { cachePoint: { type: 'default' } }
const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}
const format = { type: 'json_schema', schema }
const textFormat = {
  outputConfig: {
    textFormat: { type: 'json_schema', structure: { jsonSchema: { name: 'place', schema: JSON.stringify(schema) } } },
  },
}
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const thought = { thinking: { type: 'enabled', budget_tokens: 1024 } }
const newVersion = { anthropic_version: '2026-10-21' }

const deprecated = '`temperature` is deprecated for this model.'
const notBoth = '`temperature` and `top_p` cannot both be specified for this model. Please use only one.'
const noPrefill =
  'This model does not support assistant message prefill. The conversation must end with a user message.'
const prefill = { messages: [user('Say a number'), assistant('The number is')] }
const conversePrefill = { messages: [user([{ text: 'Say a number' }]), assistant([{ text: 'The number is' }])] }

const sampling: readonly Row[] = [
  invoke('sampling: temperature 0 on 4.8', 'bedrock 4.3', opus48, { temperature: 0 }, bad(deprecated)),
  invoke(
    'sampling: temperature 1 on 4.7, though it is the default',
    'bedrock 1.2',
    opus47,
    { temperature: 1 },
    bad(deprecated),
  ),
  invokeStream('sampling: temperature on Sonnet 5.5', 'bedrock 1.2', sonnet55, { temperature: 0.5 }, bad(deprecated)),
  converse(
    'sampling: temperature on Opus 5',
    'bedrock 4.3',
    opus5,
    { inferenceConfig: { temperature: 0.5 } },
    ofModel(deprecated),
  ),
  converseStream(
    'sampling: temperature on Haiku 5.5',
    'bedrock 4.3',
    haiku55,
    { inferenceConfig: { temperature: 0.5 } },
    ofModel(deprecated),
  ),
  invoke('sampling: top_k on Fable 5.2', 'bedrock 1.2', fable52, { top_k: 5 }, bad(/top_k/)),
  invoke(
    'sampling: temperature and top_p on Haiku 4.5',
    'bedrock 4.3',
    haiku45,
    { temperature: 0.5, top_p: 0.9 },
    bad(notBoth),
  ),
  converse(
    'sampling: temperature and topP on Sonnet 4.6',
    'bedrock 4.3',
    sonnet46,
    { inferenceConfig: { temperature: 0.5, topP: 0.9 } },
    ofModel(notBoth),
  ),
  invoke(
    'sampling: temperature and top_p on 3 Haiku',
    'bedrock 1.2',
    haiku3,
    { temperature: 0.5, top_p: 0.9 },
    ok,
    mumbai,
  ),
  invoke('sampling: temperature on Sonnet 4.5', 'bedrock 1.2', sonnet45, { temperature: 0.5 }, ok),
  converse(
    'sampling: temperature of 2',
    'bedrock 4.3',
    haiku45,
    { inferenceConfig: { temperature: 2 } },
    bad(
      "1 validation error detected: Value '2.0' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
    ),
  ),
]

const turns: readonly Row[] = [
  invoke('prefill: on Sonnet 4.6', 'bedrock 4.3', sonnet46, prefill, bad(noPrefill)),
  invokeStream('prefill: on Opus 4.6', 'bedrock 1.2', opus46, prefill, bad(noPrefill)),
  converse('prefill: on Opus 5.5', 'bedrock 4.3', opus55, conversePrefill, ofModel(noPrefill)),
  invoke('prefill: on Haiku 4.5', 'bedrock 1.2', haiku45, prefill, ok),
  invoke(
    'roles: a role that does not exist',
    'bedrock 2.10',
    haiku45,
    { messages: [user('a'), said('tool', 'x')] },
    bad(/role/),
  ),
  invoke(
    'roles: system before version 2026-10-21',
    'wire clients 5',
    opus48,
    { messages: [user('a'), said('system', 'b')] },
    bad(/system/),
  ),
  invoke(
    'roles: system in version 2026-10-21',
    'wire clients 5',
    opus48,
    { ...newVersion, messages: [user('a'), said('system', 'b'), user('c')] },
    good('claude-opus-4-8'),
  ),
  converse(
    'roles: a role that does not exist',
    'bedrock 2.10',
    haiku45,
    { messages: [user([{ text: 'a' }]), said('tool', [{ text: 'x' }])] },
    bad(/user, assistant, system/),
  ),
]

const tools: readonly Row[] = [
  invoke(
    'forced tool choice: any on Sonnet 5.5',
    'bedrock 1.2',
    sonnet55,
    { tools: [tool], tool_choice: { type: 'any' } },
    bad(/tool_choice/),
  ),
  invokeStream(
    'forced tool choice: a tool on Opus 5.5',
    'bedrock 1.2',
    opus55,
    { tools: [tool], tool_choice: { type: 'tool', name: 'get_weather' } },
    bad(/tool_choice/),
  ),
  converse(
    'forced tool choice: any on Fable 5.1',
    'bedrock 1.2',
    fable51,
    { toolConfig: { ...toolConfig, toolChoice: { any: {} } } },
    bad(/^The model returned the following errors: .*tool_choice/),
  ),
  converseStream(
    'forced tool choice: a tool on Fable 5.2',
    'bedrock 1.2',
    fable52,
    { toolConfig: { ...toolConfig, toolChoice: { tool: { name: 'get_weather' } } } },
    bad(/tool_choice/),
  ),
  invoke(
    'forced tool choice: any on Sonnet 4.5',
    'bedrock 1.2',
    sonnet45,
    { tools: [tool], tool_choice: { type: 'any' } },
    { ...ok, stopReason: 'tool_use', content: ['tool_use'] },
  ),
  converse(
    'forced tool choice: any on Opus 4.8',
    'bedrock 1.2',
    opus48,
    { toolConfig: { ...toolConfig, toolChoice: { any: {} } } },
    { ...ok, stopReason: 'tool_use', content: ['tool_use'] },
  ),
  invoke('tools: auto on Sonnet 5.5', 'bedrock 7.3', sonnet55, { tools: [tool], tool_choice: { type: 'auto' } }, ok),
  countTokens(
    'tools: a server tool',
    'wire errors',
    'anthropic.claude-haiku-4-5-20251001-v1:0',
    { invoke: { tools: [{ type: 'web_search_20250305', name: 'web_search' }] } },
    bad(
      "tools.0: Input tag 'web_search_20250305' found using 'type' does not match any of the expected tags: 'bash_20250124', 'custom', 'text_editor_20250124', 'text_editor_20250429', 'text_editor_20250728'",
    ),
  ),
  invoke(
    'tool ids: a result without its call',
    'bedrock 2.9',
    haiku45,
    { tools: [tool], messages: [user([result('toolu_1')])] },
    bad(/toolu_1/),
  ),
  invoke(
    'tool ids: a call without its result',
    'bedrock 2.9',
    haiku45,
    { tools: [tool], messages: [user('x'), assistant([call('toolu_1')]), user('y')] },
    bad(/toolu_1/),
  ),
  invoke(
    'tool ids: a character that ids have not',
    'bedrock 2.9',
    haiku45,
    { tools: [tool], messages: [user('x'), assistant([call('a b')]), user([result('a b')])] },
    bad(/tool_use\.id/),
  ),
  invoke(
    'tool ids: one id for two calls',
    'bedrock 2.9',
    haiku45,
    { tools: [tool], messages: [user('x'), assistant([call('a'), call('a')]), user([result('a')])] },
    bad(/unique/),
  ),
  converse(
    'tool ids: a result without its call',
    'bedrock 2.10',
    haiku45,
    { toolConfig, messages: [user([toolResult('tooluse_1')])] },
    bad(/toolResult/),
  ),
  converse(
    'tool ids: a call without its result',
    'bedrock 2.10',
    haiku45,
    { toolConfig, messages: [user([{ text: 'x' }]), assistant([toolUse('tooluse_1')]), user([{ text: 'y' }])] },
    bad(/tooluse_1/),
  ),
  converse(
    'tool ids: a call and its result',
    'bedrock 2.10',
    haiku45,
    {
      toolConfig,
      messages: [user([{ text: 'x' }]), assistant([toolUse('tooluse_1')]), user([toolResult('tooluse_1')])],
    },
    { ...ok, stopReason: 'end_turn', content: ['text'] },
  ),
]

// In the shape of the emulator's own signatures, the only ones that it can judge.
const signature = Buffer.from(`outcrop-thought:${'x'.repeat(32)}`).toString('base64')
const thinking: readonly Row[] = [
  invoke(
    'thinking: a thought that was altered',
    'bedrock 1.2',
    sonnet45,
    { messages: [user('x'), assistant([{ type: 'thinking', thinking: 'altered', signature }, text('y')]), user('z')] },
    bad(/signature/),
  ),
  invoke(
    'thinking: a thought that another platform signed',
    'bedrock 1.2',
    sonnet45,
    {
      messages: [
        user('x'),
        assistant([{ type: 'thinking', thinking: 'hm', signature: 'RXFhYmM=' }, text('y')]),
        user('z'),
      ],
    },
    ok,
  ),
  invoke('thinking: disabled on Opus 5.5', 'bedrock 1.2', opus55, { thinking: { type: 'disabled' } }, bad(/disabled/)),
  converse(
    'thinking: disabled on Fable 5.2',
    'bedrock 1.2',
    fable52,
    { additionalModelRequestFields: { thinking: { type: 'disabled' } } },
    bad(/^The model returned the following errors: .*disabled/),
  ),
  invoke(
    'thinking: disabled on Opus 5',
    'bedrock 1.2',
    opus5,
    { thinking: { type: 'disabled' } },
    { ...good('claude-opus-5'), content: ['text'] },
  ),
  invoke('thinking: a budget on Opus 4.8', 'bedrock 0', opus48, thought, bad(/thinking/)),
  converseStream(
    'thinking: a budget on Sonnet 5',
    'bedrock 0',
    sonnet5,
    { additionalModelRequestFields: thought },
    bad(/thinking/),
  ),
  invoke(
    'thinking: adaptive on Haiku 4.5',
    'bedrock 1.2',
    haiku45,
    { thinking: { type: 'adaptive' } },
    bad(/adaptive/),
  ),
  invoke('thinking: at all on 3 Haiku', 'bedrock 1.2', haiku3, thought, bad(/thinking/), mumbai),
  invoke('thinking: a budget on Sonnet 4.5', 'bedrock 1.2', sonnet45, thought, {
    ...good('claude-sonnet-4-5-20250929'),
    content: ['thinking', 'text'],
  }),
  converseStream(
    'thinking: a budget on Opus 4.5',
    'bedrock 1.2',
    opus45,
    { additionalModelRequestFields: thought },
    { ...ok, content: ['thinking', 'text'] },
  ),
  invoke('thinking: between tools on Sonnet 5.5', 'bedrock 1.2', sonnet55, { thinking: { type: 'between_tools' } }, ok),
  invoke(
    'thinking: between tools on Opus 5',
    'bedrock 1.2',
    opus5,
    { thinking: { type: 'between_tools' } },
    bad(/between_tools/),
  ),
  invoke(
    'effort: above high without thinking on Opus 5',
    'bedrock 1.2',
    opus5,
    { thinking: { type: 'disabled' }, output_config: { effort: 'xhigh' } },
    bad(/effort/),
  ),
  invoke(
    'effort: high without thinking on Haiku 5.5',
    'bedrock 1.2',
    haiku55,
    { thinking: { type: 'disabled' }, output_config: { effort: 'high' } },
    ok,
  ),
  invoke('effort: on Haiku 4.5', 'bedrock 1.2', haiku45, { output_config: { effort: 'low' } }, bad(/effort/)),
  invoke('effort: xhigh on Opus 4.6', 'bedrock 1.2', opus46, { output_config: { effort: 'xhigh' } }, bad(/effort/)),
  invoke(
    'effort: max on Opus 4.6',
    'bedrock 1.2',
    opus46,
    { output_config: { effort: 'max' } },
    good('claude-opus-4-6'),
  ),
  invoke(
    'effort: on Opus 4.5 without its beta',
    'bedrock 1.2',
    opus45,
    { output_config: { effort: 'low' } },
    bad(/effort/),
  ),
  invoke(
    'effort: on Opus 4.5 with its beta',
    'bedrock 1.2',
    opus45,
    { anthropic_beta: ['effort-2025-11-24'], output_config: { effort: 'low' } },
    ok,
  ),
]

const versions: readonly Row[] = [
  invoke(
    'api version: none',
    'wire clients 5',
    haiku45,
    { anthropic_version: undefined },
    bad('anthropic_version: Field required'),
  ),
  invoke(
    'api version: Anthropic’s own',
    'wire clients 5',
    haiku45,
    { anthropic_version: '2023-06-01' },
    bad('Invalid API version: 2023-06-01'),
  ),
  invoke('api version: the new one on Sonnet 4.5', 'bedrock 2.9', sonnet45, newVersion, bad(/2026-10-21/)),
  invokeStream('api version: the new one on Opus 4.6', 'wire clients 5', opus46, newVersion, bad(/2026-10-21/)),
  invoke('api version: the new one on Opus 4.7', 'bedrock 2.9', opus47, newVersion, good('claude-opus-4-7')),
  invoke(
    'api version: the new one with temperature',
    'bedrock 1.2',
    opus48,
    { ...newVersion, temperature: 1 },
    bad(/^temperature: /),
  ),
  invoke(
    'api version: the new one with a document of the assistant',
    'bedrock 1.2',
    opus48,
    {
      ...newVersion,
      messages: [
        user('a'),
        assistant([{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } }]),
        user('b'),
      ],
    },
    bad(/messages\.1\.content\.0.*document/),
  ),
  invoke(
    'api version: the new one with citations of the user',
    'bedrock 1.2',
    opus48,
    { ...newVersion, messages: [user([{ ...text('a'), citations: [{ type: 'char_location' }] }])] },
    bad(/citations/),
  ),
  invoke('members: model in the body', 'bedrock 2.9', haiku45, { model: 'claude-haiku-4-5' }, bad(/^model: /)),
  invoke('members: stream in the body', 'bedrock 2.9', haiku45, { stream: true }, bad(/^stream: /)),
  invoke(
    'betas: an unknown flag',
    'bedrock 4.3',
    haiku45,
    { anthropic_beta: ['no-such-beta-2026-01-01'] },
    bad('invalid beta flag'),
  ),
  converse(
    'betas: an unknown flag',
    'bedrock 7.2',
    sonnet46,
    { additionalModelRequestFields: { anthropic_beta: ['no-such-beta-2026-01-01'] } },
    bad(/invalid beta flag$/),
  ),
  invoke(
    'betas: flags of AWS’s own list',
    'bedrock 7.2',
    sonnet45,
    { anthropic_beta: ['computer-use-2025-01-24', 'Interleaved-thinking-2025-05-14', 'context-1m-2025-08-07'] },
    ok,
  ),
]

const malformed = (faults: string) =>
  bad(`Malformed input request: ${faults}, please reformat your input and try again.`)
const limits: readonly Row[] = [
  invoke('max_tokens: none', 'bedrock 4.3', haiku45, { max_tokens: undefined }, bad('max_tokens: Field required')),
  invoke(
    'max_tokens: none on 3 Haiku',
    'bedrock 4.3',
    haiku3,
    { max_tokens: undefined },
    malformed('#: required key [max_tokens] not found'),
    mumbai,
  ),
  invoke(
    'max_tokens: none, no version and a strange member on 3 Haiku',
    'bedrock 4.3',
    haiku3,
    { max_tokens: undefined, anthropic_version: undefined, toolConfig: {} },
    malformed(
      '#: subject must not be valid against schema {"required":["messages"]}#: required key [max_tokens] not found#: required key [anthropic_version] not found#: extraneous key [toolConfig] is not permitted',
    ),
    mumbai,
  ),
  invoke(
    'max_tokens: too many on Sonnet 5',
    'bedrock 4.3',
    sonnet5,
    { max_tokens: 999_999 },
    bad(
      'max_tokens: 999999 > 128000, which is the maximum allowed number of output tokens for anthropic.claude-sonnet-5',
    ),
  ),
  invoke(
    'max_tokens: too many on Haiku 4.5',
    'bedrock 4.3',
    haiku45,
    { max_tokens: 64_001 },
    bad('The maximum tokens you requested exceeds the model limit of 64000'),
  ),
  converse(
    'max_tokens: too many on 3 Haiku',
    'wire errors',
    haiku3,
    { inferenceConfig: { maxTokens: 4097 } },
    bad(
      'The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.',
    ),
    mumbai,
  ),
  converse(
    'max_tokens: too many on Opus 4.1',
    'bedrock 4.3',
    opus41,
    { inferenceConfig: { maxTokens: 32_001 } },
    bad(
      'The maximum tokens you requested exceeds the model limit of 32000. Try again with a maximum tokens value that is lower than 32000.',
    ),
  ),
  converse('max_tokens: none, which Converse allows', 'bedrock 2.10', haiku45, { inferenceConfig: undefined }, ok),
  invoke(
    'context length: above 200K on Haiku 4.5',
    'bedrock 4.3',
    haiku45,
    { messages: [user('word '.repeat(200_000))] },
    bad('Input is too long for requested model.'),
  ),
  invoke(
    'context length: above 1M on Opus 4.8',
    'bedrock 4.3',
    opus48,
    { messages: [user('word '.repeat(700_000))] },
    bad(/^prompt is too long: \d{7} tokens > 1000000 maximum$/),
  ),
  invoke(
    'context length: above 200K on Sonnet 4.5 with the 1M beta',
    'bedrock 7.4',
    sonnet45,
    { anthropic_beta: ['context-1m-2025-08-07'], messages: [user('word '.repeat(200_000))] },
    ok,
  ),
  invoke(
    'context length: above 200K on Sonnet 4.6',
    'bedrock 7.4',
    sonnet46,
    { messages: [user('word '.repeat(200_000))] },
    ok,
  ),
]

const points = (count: number) => Array.from({ length: count }, (_, index) => ({ ...text(`part ${index}`), ...point }))
const content: readonly Row[] = [
  invokeStream(
    'images: by URL',
    'wire errors',
    sonnet45,
    { messages: [user([text('look'), { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }])] },
    bad('messages.0.content.1.image.source.base64.data: URL sources are not supported'),
  ),
  invoke(
    'images: of a format that is none',
    'bedrock 2.10',
    haiku45,
    { messages: [user([{ type: 'image', source: { type: 'base64', media_type: 'image/bmp', data: onePixel } }])] },
    bad(/image\/jpeg.*image\/png.*image\/gif.*image\/webp/),
  ),
  invoke(
    'images: in base64',
    'bedrock 7.6',
    haiku45,
    {
      messages: [
        user([text('look'), { type: 'image', source: { type: 'base64', media_type: 'image/png', data: onePixel } }]),
      ],
    },
    good('claude-haiku-4-5-20251001'),
  ),
  converse(
    'images: as bytes',
    'bedrock 2.10',
    haiku45,
    {
      messages: [
        user([{ text: 'look' }, { image: { format: 'png', source: { bytes: Buffer.from(onePixel, 'base64') } } }]),
      ],
    },
    ok,
  ),
  converse(
    'video',
    'wire errors',
    haiku45,
    { messages: [user([{ text: 'look' }, { video: { format: 'mp4', source: { bytes: Buffer.from('x') } } }])] },
    bad(
      "This model doesn't support the video content block that you provided. Update the content block and try again.",
    ),
  ),
  converse(
    'documents: without their source',
    'wire errors',
    haiku45,
    { messages: [user([{ text: 'read' }, { document: { format: 'pdf', name: 'paper', source: undefined } }])] },
    ofModel('messages.0.content.1.document.source.type: Field required'),
  ),
  converse(
    'images: in S3',
    'wire errors',
    haiku45,
    {
      messages: [
        user([{ text: 'look' }, { image: { format: 'png', source: { s3Location: { uri: 's3://bucket/a.png' } } } }]),
      ],
    },
    bad("This model doesn't support the s3Uri field. Remove s3Uri and try again."),
  ),
  invoke('cache points: five', 'bedrock 7.1', haiku45, { messages: [user(points(5))] }, bad(/\b4\b/)),
  converse(
    'cache points: five',
    'bedrock 7.1',
    haiku45,
    { messages: [user(['a', 'b', 'c', 'd', 'e'].flatMap((one) => [{ text: one }, cachePoint]))] },
    bad(/\b4\b/),
  ),
  invoke(
    'cache points: four, too small to be kept',
    'bedrock 7.1',
    haiku45,
    { messages: [user(points(4))] },
    { ...ok, cached: { read: 0, written: 0 } },
  ),
  invoke(
    'cache points: an hour after five minutes',
    'bedrock 7.1',
    haiku45,
    { system: [{ ...text('a'), ...point }], messages: [user([{ ...text('b'), ...hourPoint }])] },
    bad(/ttl/),
  ),
  invoke(
    'cache points: five minutes after an hour',
    'bedrock 7.1',
    haiku45,
    { system: [{ ...text('a'), ...hourPoint }], messages: [user([{ ...text('b'), ...point }])] },
    ok,
  ),
  invoke(
    'cache points: an hour on Opus 4.1',
    'bedrock 7.1',
    opus41,
    { system: [{ ...text('a'), ...hourPoint }] },
    bad(/ttl/),
  ),
  invoke(
    'structured output: on Sonnet 5.5',
    'bedrock 4.3',
    sonnet55,
    { output_config: { format } },
    bad('output_config.format: Extra inputs are not permitted'),
  ),
  converse(
    'structured output: on Opus 4.8',
    'bedrock 4.3',
    opus48,
    textFormat,
    ofModel('output_config.format: Extra inputs are not permitted'),
  ),
  invoke(
    'structured output: a strict tool on Opus 4.7',
    'bedrock 4.3',
    opus47,
    { tools: [{ ...tool, strict: true }] },
    bad('tools.0.custom.strict: Extra inputs are not permitted'),
  ),
  invoke(
    'structured output: objects left open',
    'bedrock 7.3',
    haiku45,
    { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
    bad(/additionalProperties/),
  ),
  invoke(
    'structured output: numbers with bounds',
    'bedrock 7.3',
    haiku45,
    {
      output_config: {
        format: { type: 'json_schema', schema: { ...schema, properties: { city: { type: 'integer', minimum: 1 } } } },
      },
    },
    bad(/minimum/),
  ),
  invoke(
    'structured output: on Haiku 4.5',
    'bedrock 7.3',
    haiku45,
    { output_config: { format } },
    good('claude-haiku-4-5-20251001'),
  ),
  converse('structured output: on Sonnet 4.6', 'bedrock 7.3', sonnet46, textFormat, ok),
]

const unknownModel = bad('The provided model identifier is invalid.')
const needsProfile = (id: string) =>
  bad(
    `Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
  )
const ended: Refused = {
  status: 404,
  error: 'ResourceNotFoundException',
  message:
    'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
}
const nonesuch = 'anthropic.claude-nonesuch-9'
const bareSonnet45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
const ids: readonly Row[] = [
  ...[invoke, invokeStream, converse, converseStream, countTokens].map((one) =>
    one('ids: unknown', 'wire errors', nonesuch, {}, unknownModel),
  ),
  ...[invoke, invokeStream, converse, converseStream].map((one) =>
    one('ids: bare where a profile is needed', 'bedrock 4.3', bareSonnet45, {}, needsProfile(bareSonnet45)),
  ),
  converse(
    'ids: bare of a model of today',
    'bedrock 1.1',
    'anthropic.claude-sonnet-5-5',
    {},
    needsProfile('anthropic.claude-sonnet-5-5'),
  ),
  converse('ids: a model that has ended', 'wire errors', us('claude-sonnet-4-20250514-v1:0'), {}, ended),
  invokeStream('ids: a model that has ended', 'bedrock 1.1', us('claude-sonnet-4-20250514-v1:0'), {}, ended),
  invoke('ids: 3 Haiku where it has ended', 'bedrock 1.1', haiku3, {}, ended),
  invoke('ids: 3 Haiku where it is still listed', 'bedrock 1.1', haiku3, {}, ok, mumbai),
  invoke('ids: a model that is legacy', 'bedrock 1.1', opus41, {}, good('claude-opus-4-1-20250805')),
  invoke('ids: a profile of Japan from Virginia', 'bedrock 1.1', `jp.anthropic.claude-opus-5`, {}, unknownModel),
  converse('ids: a profile of the US from Ireland', 'bedrock 1.1', opus5, {}, unknownModel, { region: 'eu-west-1' }),
  converse('ids: a profile of Europe from Ireland', 'bedrock 1.1', 'eu.anthropic.claude-opus-5', {}, ok, {
    region: 'eu-west-1',
  }),
  converse(
    'ids: a profile that the model has not',
    'bedrock 1.1',
    'eu.anthropic.claude-opus-4-1-20250805-v1:0',
    {},
    unknownModel,
    { region: 'eu-west-1' },
  ),
  converse('ids: a global profile from São Paulo', 'bedrock 1.1', 'global.anthropic.claude-sonnet-5-5', {}, ok, {
    region: 'sa-east-1',
  }),
  invoke(
    'ids: bare in the one region that has it',
    'bedrock 1.1',
    'anthropic.claude-opus-5-5',
    {},
    good('claude-opus-5-5'),
    { region: 'eu-west-2' },
  ),
  invoke(
    'ids: bare in a region without it',
    'bedrock 1.1',
    'anthropic.claude-opus-5-5',
    {},
    needsProfile('anthropic.claude-opus-5-5'),
  ),
  invoke(
    'ids: the ARN of a profile',
    'bedrock 1.1',
    `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${haiku45}`,
    {},
    good('claude-haiku-4-5-20251001'),
  ),
  invoke(
    'ids: the ARN of another region',
    'bedrock 1.1',
    `arn:aws:bedrock:us-west-2:123456789012:inference-profile/${haiku45}`,
    {},
    unknownModel,
  ),
  countTokens(
    'ids: a profile',
    'wire clients 6',
    sonnet46,
    {},
    bad("The provided model doesn't support counting tokens."),
  ),
  countTokens(
    'ids: a model after 4.6',
    'bedrock 2.11',
    'anthropic.claude-opus-4-7',
    {},
    bad("The provided model doesn't support counting tokens."),
  ),
  countTokens(
    'ids: bare though inference needs a profile',
    'bedrock 2.11',
    'anthropic.claude-sonnet-4-6',
    {},
    { ...ok, counted: true },
  ),
  countTokens(
    'the body of an InvokeModel',
    'bedrock 2.11',
    bareSonnet45,
    { invoke: { system: 'Be brief' } },
    { ...ok, counted: true },
  ),
]

const forbidden = (error: string, message: string): Refused => ({ status: 403, error, message })
const callers: readonly Row[] = [
  invoke(
    'callers: an expired session',
    'wire errors',
    haiku45,
    {},
    forbidden('ExpiredTokenException', 'The security token included in the request is expired'),
    { caller: 'expired' },
  ),
  converseStream(
    'callers: an expired session',
    'wire errors',
    haiku45,
    {},
    forbidden('ExpiredTokenException', 'The security token included in the request is expired'),
    { caller: 'expired' },
  ),
  converse(
    'callers: an unknown key',
    'wire errors',
    haiku45,
    {},
    forbidden('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    { caller: 'unknownKey' },
  ),
  invokeStream(
    'callers: a wrong secret',
    'bedrock 4.3',
    haiku45,
    {},
    forbidden(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
    { caller: 'wrongSecret' },
  ),
  converse(
    'callers: a bad API key',
    'wire clients 10',
    haiku45,
    {},
    forbidden('AccessDeniedException', 'Authentication failed: Please make sure your API Key is valid.'),
    { caller: 'badBearer' },
  ),
  invoke(
    'callers: data kept from review on Fable 5',
    'bedrock 4.3',
    fable5,
    {},
    bad("data retention mode 'default' is not available for this model"),
    { caller: 'unreviewed' },
  ),
]

const families: readonly Row[] = [
  invoke('good: Haiku 4.5', 'bedrock 2.9', haiku45, {}, good('claude-haiku-4-5-20251001')),
  invokeStream('good: Sonnet 4.5', 'bedrock 2.9', sonnet45, {}, good('claude-sonnet-4-5-20250929')),
  invokeStream('good: Opus 4.6', 'wire facts', opus46, {}, good('claude-opus-4-6')),
  invokeStream('good: Sonnet 4.6', 'bedrock 2.9', sonnet46, {}, good('claude-sonnet-4-6')),
  converse('good: Opus 4.5', 'bedrock 1.1', opus45, {}, { ...ok, stopReason: 'end_turn', content: ['text'] }),
  converseStream('good: Opus 4.8', 'bedrock 1.2', opus48, {}, { ...ok, stopReason: 'end_turn', content: ['text'] }),
  invoke('good: Opus 5', 'bedrock 2.9', opus5, {}, good('claude-opus-5')),
  converseStream('good: Sonnet 5', 'bedrock 1.1', sonnet5, {}, { ...ok, stopReason: 'end_turn' }),
  invokeStream('good: Fable 5', 'bedrock 1.1', fable5, {}, good('claude-fable-5')),
  converse('good: Fable 5.1', 'bedrock 1.1', fable51, {}, { ...ok, stopReason: 'end_turn' }),
  invokeStream('good: Opus 5.5', 'bedrock 1.1', opus55, {}, good('claude-opus-5-5')),
  converseStream('good: Sonnet 5.5', 'bedrock 1.1', sonnet55, {}, { ...ok, stopReason: 'end_turn' }),
  converse('good: Haiku 5.5', 'bedrock 1.1', haiku55, {}, { ...ok, stopReason: 'end_turn' }),
  invokeStream('good: Fable 5.2', 'bedrock 1.1', fable52, {}, good('claude-fable-5-2')),
]

export const table: readonly Row[] = [
  ...sampling,
  ...turns,
  ...tools,
  ...thinking,
  ...versions,
  ...limits,
  ...content,
  ...ids,
  ...callers,
  ...families,
]
