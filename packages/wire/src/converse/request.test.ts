import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { invokeBody } from '../../test/arbitrary-request.js'
import type { InvokeBody } from '../anthropic/index.js'
import { WireError } from '../wire-error.js'
import { converseToInvoke, invokeToConverse, type ConverseRequest } from './index.js'

const hello = [{ role: 'user', content: [{ text: 'Hi' }] }]

function body(more: object): InvokeBody {
  return { anthropic_version: 'bedrock-2023-05-31', max_tokens: 10, messages: [], ...more }
}

/** A body with one user block. */
function asked(...content: object[]): InvokeBody {
  return body({ messages: [{ role: 'user', content }] })
}

function answered(...content: object[]): InvokeBody {
  return body({ messages: [{ role: 'assistant', content }] })
}

/** A Converse request as JSON would bring it: of any shape. */
function request(more: object): ConverseRequest {
  return { inferenceConfig: { maxTokens: 10 }, messages: [], ...more }
}

function askedByConverse(...content: object[]): ConverseRequest {
  return request({ messages: [{ role: 'user', content }] })
}

function refusal(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof WireError && error.code === 'unmappable') return error.message
    throw error
  }
  return 'mapped'
}

describe('a body that Converse can say', () => {
  test('comes back equal from Converse', () => {
    fc.assert(
      fc.property(invokeBody, (original) => {
        const converse = JSON.parse(JSON.stringify(invokeToConverse(original))) as ConverseRequest
        expect(converseToInvoke(converse)).toEqual({ body: original, extras: {} })
      }),
      { numRuns: 500 },
    )
  })

  test('is written with keys in alphabetical order', () => {
    const original = body({
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Look it up.', signature: 'Eq==' },
            { type: 'redacted_thinking', data: 'EmwK' },
            { type: 'tool_use', id: 'tooluse_1', name: 'weather', input: { city: 'Bern' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'tooluse_1', content: 'Sunny', is_error: false },
            {
              type: 'image',
              source: { type: 'base64', media_type: 'image/png', data: 'iVBO' },
              cache_control: { type: 'ephemeral' },
            },
          ],
        },
      ],
      tools: [
        {
          name: 'weather',
          description: 'Says the weather',
          input_schema: { type: 'object' },
          strict: true,
          cache_control: { type: 'ephemeral' },
        },
        { type: 'bash_20250124', name: 'bash' },
      ],
      tool_choice: { type: 'tool', name: 'weather' },
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high', format: { type: 'json_schema', schema: { type: 'object' } } },
      stop_sequences: ['END'],
    })
    expect(JSON.stringify(invokeToConverse(original))).toBe(
      '{"additionalModelRequestFields":{"thinking":{"type":"adaptive"},"tools":[{"type":"bash_20250124","name":"bash"}]},' +
        '"inferenceConfig":{"maxTokens":10,"stopSequences":["END"]},' +
        '"messages":[{"content":[{"text":"Weather?"}],"role":"user"},' +
        '{"content":[{"reasoningContent":{"reasoningText":{"signature":"Eq==","text":"Look it up."}}},' +
        '{"reasoningContent":{"redactedContent":"RW13Sw=="}},' +
        '{"toolUse":{"input":{"city":"Bern"},"name":"weather","toolUseId":"tooluse_1"}}],"role":"assistant"},' +
        '{"content":[{"toolResult":{"content":[{"text":"Sunny"}],"status":"success","toolUseId":"tooluse_1"}},' +
        '{"image":{"format":"png","source":{"bytes":"iVBO"}}},{"cachePoint":{"type":"default"}}],"role":"user"}],' +
        '"outputConfig":{"effort":"high","textFormat":{"structure":{"jsonSchema":{"schema":"{\\"type\\":\\"object\\"}"}},' +
        '"type":"json_schema"}},' +
        '"system":[{"text":"Be brief."},{"cachePoint":{"ttl":"1h","type":"default"}}],' +
        '"toolConfig":{"toolChoice":{"tool":{"name":"weather"}},"tools":[{"toolSpec":{"description":"Says the weather",' +
        '"inputSchema":{"json":{"type":"object"}},"name":"weather","strict":true}},{"cachePoint":{"type":"default"}}]}}',
    )
  })

  test('names a document without a title after its place', () => {
    const source = { type: 'text', media_type: 'text/plain', data: 'x' }
    const documents = asked({ type: 'document', source }, { type: 'document', source, title: 'Notes' })
    expect(invokeToConverse(documents).messages?.[0]?.content).toEqual([
      { document: { format: 'txt', name: 'document-0-0', source: { text: 'x' } } },
      { document: { format: 'txt', name: 'Notes', source: { text: 'x' } } },
    ])
  })

  test.each([
    ['none', { type: 'none' }],
    ['a single call at a time', { type: 'auto', disable_parallel_tool_use: true }],
  ])('a tool_choice that Converse cannot say travels beside it: %s', (_, tool_choice) => {
    const converse = invokeToConverse(body({ tools: [{ name: 'a', input_schema: { type: 'object' } }], tool_choice }))
    expect(converse.additionalModelRequestFields).toEqual({ tool_choice })
    expect(converse.toolConfig).not.toHaveProperty('toolChoice')
  })

  test("knows a provider's own tool by its type", () => {
    const call = { type: 'server_tool_use', id: 's', name: 'search', input: { q: 1 }, caller: { type: 'direct' } }
    const converse = invokeToConverse(answered(call))
    expect(converse.messages?.[0]?.content).toEqual([
      { toolUse: { input: { q: 1 }, name: 'search', toolUseId: 's', type: 'server_tool_use' } },
    ])
    expect(converseToInvoke(converse).body.messages[0]?.content).toEqual([
      { type: 'server_tool_use', id: 's', name: 'search', input: { q: 1 } },
    ])
  })

  test('null says no more than absence', () => {
    const nulls = asked({ type: 'text', text: 'a', cache_control: null, citations: null })
    expect(invokeToConverse({ ...nulls, context_management: null, cache_control: null })).toEqual(
      invokeToConverse(asked({ type: 'text', text: 'a' })),
    )
  })

  test('takes along what the body does not hold', () => {
    const extras = {
      additionalModelResponseFieldPaths: ['/stop_sequence'],
      guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
      performanceConfig: { latency: 'standard' },
      requestMetadata: { team: 'a' },
      serviceTier: { type: 'flex' },
      textFormatLabel: { name: 'answer', description: 'The answer' },
    }
    const original = body({ output_config: { format: { type: 'json_schema', schema: {} } } })
    const converse = invokeToConverse(original, extras)
    expect(converse).toMatchObject({ guardrailConfig: { guardrailIdentifier: 'g' }, serviceTier: { type: 'flex' } })
    expect(converseToInvoke(converse)).toEqual({ body: original, extras })
  })
})

describe('a request of Converse', () => {
  test('needs maxTokens, or the limit of the model', () => {
    const bare = { messages: hello } as ConverseRequest
    expect(refusal(() => converseToInvoke(bare))).toMatch(/^inferenceConfig\.maxTokens: /)
    expect(converseToInvoke(bare, { maxTokens: 64_000 }).body).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 64_000,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    })
    expect(converseToInvoke(request({ messages: hello }), { maxTokens: 64_000 }).body.max_tokens).toBe(10)
  })

  test('marks the block before a cachePoint', () => {
    const { body: marked } = converseToInvoke(
      request({
        system: [{ text: 's' }, { cachePoint: { type: 'default', ttl: '1h' } }],
        messages: [{ role: 'user', content: [{ text: 'a' }, { cachePoint: { type: 'default' } }, { text: 'b' }] }],
        toolConfig: {
          tools: [{ toolSpec: { name: 't', inputSchema: { json: {} } } }, { cachePoint: { type: 'default' } }],
        },
      }),
    )
    expect(marked.system).toEqual([{ type: 'text', text: 's', cache_control: { type: 'ephemeral', ttl: '1h' } }])
    expect(marked.messages[0]?.content).toEqual([
      { type: 'text', text: 'a', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: 'b' },
    ])
    expect(marked.tools).toEqual([{ name: 't', input_schema: {}, cache_control: { type: 'ephemeral' } }])
  })

  test('gives the JSON of a tool result as text', () => {
    const result = { toolResult: { toolUseId: 't', content: [{ json: { ok: [1] } }], status: 'error' } }
    expect(converseToInvoke(askedByConverse(result)).body.messages[0]?.content).toEqual([
      { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: '{"ok":[1]}' }], is_error: true },
    ])
  })

  test.each(['txt', 'md', 'csv', 'html'])('gives a %s document as plain text', (format) => {
    const document = { format, name: 'N', source: { bytes: Buffer.from('é,1').toString('base64') } }
    expect(converseToInvoke(askedByConverse({ document })).body.messages[0]?.content).toEqual([
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'é,1' }, title: 'N' },
    ])
  })

  test('merges additional fields into the body', () => {
    const { body: merged } = converseToInvoke(
      request({
        toolConfig: { tools: [{ toolSpec: { name: 't', inputSchema: { json: {} } } }] },
        outputConfig: { effort: 'low' },
        additionalModelRequestFields: {
          anthropic_beta: ['computer-use-2025-11-24'],
          anthropic_version: '2026-10-21',
          top_k: 5,
          tools: [{ type: 'computer_20251124', name: 'computer' }],
          tool_choice: { type: 'none' },
          output_config: { format: { type: 'json_schema', schema: {} } },
          thinking: null,
        },
      }),
    )
    expect(merged).toEqual({
      anthropic_version: '2026-10-21',
      anthropic_beta: ['computer-use-2025-11-24'],
      max_tokens: 10,
      messages: [],
      top_k: 5,
      tools: [
        { name: 't', input_schema: {} },
        { type: 'computer_20251124', name: 'computer' },
      ],
      tool_choice: { type: 'none' },
      output_config: { effort: 'low', format: { type: 'json_schema', schema: {} } },
    })
  })

  test("refuses a contradiction in Bedrock's own words", () => {
    const twice = request({
      toolConfig: { tools: [], toolChoice: { any: {} } },
      additionalModelRequestFields: { tool_choice: { type: 'auto' } },
    })
    expect(refusal(() => converseToInvoke(twice))).toBe(
      'additionalModelRequestFields.tool_choice: The additional field tool_choice conflicts with the existing field ' +
        'toolConfig.toolChoice. Remove tool_choice and try again.',
    )
  })
})

describe('an unmappable field is refused by its path', () => {
  const text = { type: 'text', text: 'a' }
  const pdf = { type: 'base64', media_type: 'application/pdf', data: 'JVBE' }
  const webCitation = {
    type: 'web_search_result_location',
    cited_text: 'a',
    url: 'u',
    encrypted_index: 'e',
    title: null,
  }
  const charCitation = {
    type: 'char_location',
    cited_text: 'a',
    document_index: 0,
    document_title: null,
    start_char_index: 0,
    end_char_index: 1,
  }
  test.each<[string, InvokeBody]>([
    ['model', body({ model: 'claude' })],
    ['stream', body({ stream: true })],
    ['messages', body({ messages: 'Hi' })],
    ['messages.0', body({ messages: ['Hi'] })],
    ['messages.0.role', body({ messages: [{ role: 'tool', content: 'a' }] })],
    ['messages.0.name', body({ messages: [{ role: 'user', content: 'a', name: 'Ann' }] })],
    ['messages.0.content', body({ messages: [{ role: 'user', content: 5 }] })],
    ['messages.0.content.0.type', asked({ type: 'container_upload', file_id: 'f' })],
    ['messages.0.content.0.type', asked({ type: 'web_search_tool_result' })],
    ['messages.0.content.0.colour', asked({ ...text, colour: 'red' })],
    ['messages.0.content.0.text', asked({ type: 'text' })],
    ['messages.0.content.0.cache_control.type', asked({ ...text, cache_control: { type: 'persistent' } })],
    ['messages.0.content.0.source.type', asked({ type: 'image', source: { type: 'url', url: 'https://e.x' } })],
    ['messages.0.content.0.source.media_type', asked({ type: 'image', source: { ...pdf, media_type: 'image/bmp' } })],
    ['messages.0.content.0.transformations', asked({ type: 'image', source: pdf, transformations: {} })],
    ['messages.0.content.0.source.type', asked({ type: 'document', source: { type: 'file', file_id: 'f' } })],
    ['messages.0.content.0.source.media_type', asked({ type: 'document', source: { ...pdf, media_type: 'text/rtf' } })],
    [
      'messages.0.content.0.source.content.0.type',
      asked({ type: 'document', source: { type: 'content', content: [{ type: 'image', source: pdf }] } }),
    ],
    [
      'messages.0.content.0.content.0.cache_control',
      asked({ type: 'tool_result', tool_use_id: 't', content: [{ ...text, cache_control: { type: 'ephemeral' } }] }),
    ],
    [
      'messages.0.content.0.content.0.type',
      asked({ type: 'tool_result', tool_use_id: 't', content: [{ type: 'tool_reference', tool_name: 'n' }] }),
    ],
    ['messages.0.content.0.citations.0.type', answered({ ...text, citations: [webCitation] })],
    ['messages.0.content.0.citations.0.file_id', answered({ ...text, citations: [{ ...charCitation, file_id: 'f' }] })],
    [
      'messages.0.content.0.caller',
      answered({ type: 'tool_use', id: 't', name: 'n', input: {}, caller: { type: 'code_execution_20250825' } }),
    ],
    [
      'messages.0.content.0.toolset_name',
      answered({ type: 'tool_use', id: 't', name: 'n', input: {}, toolset_name: 'b' }),
    ],
    ['system.0.type', body({ system: [{ type: 'image', source: pdf }] })],
    ['tools.0.defer_loading', body({ tools: [{ name: 'a', input_schema: {}, defer_loading: true }] })],
    ['tools.0.input_schema', body({ tools: [{ name: 'a' }] })],
    ['tool_choice.type', body({ tools: [{ name: 'a', input_schema: {} }], tool_choice: { type: 'maybe' } })],
    ['output_config.format.type', body({ output_config: { format: { type: 'grammar' } } })],
    [
      'output_config.format.strict',
      body({ output_config: { format: { type: 'json_schema', schema: {}, strict: true } } }),
    ],
  ])('of a body: %s', (path, original) => {
    expect(refusal(() => invokeToConverse(original)).split(': ')[0]).toBe(path)
  })

  const s3 = { s3Location: { uri: 's3://b/k' } }
  test.each<[string, ConverseRequest]>([
    ['promptVariables', request({ promptVariables: { a: { text: 'b' } } })],
    ['temperature', request({ temperature: 1 })],
    ['inferenceConfig.topK', request({ inferenceConfig: { maxTokens: 1, topK: 3 } })],
    ['inferenceConfig.maxTokens', request({ inferenceConfig: { maxTokens: '1' } })],
    ['messages', request({ messages: {} })],
    ['messages.0.content.0.guardContent', askedByConverse({ guardContent: { text: { text: 'a' } } })],
    ['messages.0.content.0.video', askedByConverse({ video: { format: 'mp4', source: s3 } })],
    ['messages.0.content.0.audio', askedByConverse({ audio: { format: 'mp3', source: s3 } })],
    ['messages.0.content.0.toolAddition', askedByConverse({ toolAddition: { tool: { name: 'a' } } })],
    ['messages.0.content.0', askedByConverse({})],
    ['messages.0.content.0', askedByConverse({ text: 'a', image: {} })],
    ['messages.0.content.0.cachePoint', askedByConverse({ cachePoint: { type: 'default' } })],
    [
      'messages.0.content.2.cachePoint',
      askedByConverse({ text: 'a' }, { cachePoint: { type: 'default' } }, { cachePoint: { type: 'default' } }),
    ],
    [
      'messages.0.content.1.cachePoint',
      askedByConverse({ reasoningContent: { reasoningText: { text: 'a' } } }, { cachePoint: { type: 'default' } }),
    ],
    [
      'messages.0.content.1.cachePoint.ttl',
      askedByConverse({ text: 'a' }, { cachePoint: { type: 'default', ttl: '1d' } }),
    ],
    ['messages.0.content.0.image.source.s3Location', askedByConverse({ image: { format: 'png', source: s3 } })],
    ['messages.0.content.0.image.format', askedByConverse({ image: { format: 'tiff', source: { bytes: 'aaaa' } } })],
    [
      'messages.0.content.0.document.source.s3Location',
      askedByConverse({ document: { name: 'n', format: 'pdf', source: s3 } }),
    ],
    [
      'messages.0.content.0.document.format',
      askedByConverse({ document: { name: 'n', format: 'docx', source: { bytes: 'aaaa' } } }),
    ],
    [
      'messages.0.content.0.document.source.bytes',
      askedByConverse({ document: { name: 'n', format: 'txt', source: { bytes: '//79' } } }),
    ],
    [
      'messages.0.content.0.document.source.bytes',
      askedByConverse({ document: { name: 'n', format: 'txt', source: { bytes: 'not base64!' } } }),
    ],
    [
      'messages.0.content.0.toolResult.content.0.video',
      askedByConverse({ toolResult: { toolUseId: 't', content: [{ video: {} }] } }),
    ],
    [
      'messages.0.content.0.toolResult.status',
      askedByConverse({ toolResult: { toolUseId: 't', content: [], status: 'late' } }),
    ],
    [
      'messages.0.content.0.toolUse.type',
      askedByConverse({ toolUse: { toolUseId: 't', name: 'n', input: {}, type: 'odd' } }),
    ],
    [
      'messages.0.content.0.citationsContent.citations.0.location.web',
      askedByConverse({
        citationsContent: { content: [{ text: 'a' }], citations: [{ location: { web: { url: 'u' } } }] },
      }),
    ],
    ['system.0.guardContent', request({ system: [{ guardContent: {} }] })],
    ['toolConfig.tools.0.systemTool', request({ toolConfig: { tools: [{ systemTool: { name: 'nova_grounding' } }] } })],
    ['toolConfig.toolChoice.none', request({ toolConfig: { tools: [], toolChoice: { none: {} } } })],
    ['outputConfig.verbosity', request({ outputConfig: { verbosity: 'low' } })],
    [
      'outputConfig.textFormat.structure.jsonSchema.schema',
      request({ outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: '{' } } } } }),
    ],
    ['additionalModelRequestFields.model', request({ additionalModelRequestFields: { model: 'm' } })],
    ['additionalModelRequestFields.max_tokens', request({ additionalModelRequestFields: { max_tokens: 5 } })],
    [
      'additionalModelRequestFields.output_config.effort',
      request({ outputConfig: { effort: 'low' }, additionalModelRequestFields: { output_config: { effort: 'max' } } }),
    ],
  ])('of a request of Converse: %s', (path, original) => {
    expect(refusal(() => converseToInvoke(original)).split(': ')[0]).toBe(path)
  })

  test('whatever the JSON, no other error comes out', () => {
    const names =
      'text image document toolUse toolResult reasoningContent cachePoint content source bytes format name messages ' +
      'role system toolConfig tools toolSpec inferenceConfig type citations input_schema tool_choice output_config ' +
      'max_tokens maxTokens location additionalModelRequestFields toString constructor'
    const keys = fc.constantFrom(...names.split(' '))
    const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
      leaf: fc.oneof(fc.string({ maxLength: 4 }), fc.integer(), fc.boolean(), fc.constant(null), keys),
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }))
    const object = fc.dictionary(keys, tree, { maxKeys: 5, noNullPrototype: true })
    const property = fc.property(object, tree, (top, message) => {
      refusal(() => converseToInvoke(top))
      refusal(() => converseToInvoke(request({ messages: [message] })))
      refusal(() => converseToInvoke(askedByConverse(top)))
      refusal(() => converseToInvoke(request({ additionalModelRequestFields: top })))
      refusal(() => invokeToConverse(top as unknown as InvokeBody))
      refusal(() => invokeToConverse(asked({ type: 'document', ...top })))
    })
    expect(() => fc.assert(property, { numRuns: 1000 })).not.toThrow()
  })

  test('a field is only itself, whatever its name', () => {
    const additional = JSON.parse('{"__proto__":{"a":1},"toString":"x"}') as Record<string, unknown>
    const { body: merged } = converseToInvoke(request({ additionalModelRequestFields: additional }))
    expect(JSON.parse(JSON.stringify(merged))).toHaveProperty('toString', 'x')
    expect(Object.hasOwn(merged, '__proto__')).toBe(true)
    expect(refusal(() => converseToInvoke(askedByConverse({ image: { format: 'toString', source: {} } })))).toMatch(
      /^messages\.0\.content\.0\.image\.format: /,
    )
  })
})
