import { describe, expect, test } from 'vitest'
import { ask, converse, emulated, eventsIn, ids, invoke, pathOf, plainBody } from '../../../testing/emulated.js'

const emulator = await emulated()

const user = (content: unknown) => ({ role: 'user', content })
const assistant = (content: unknown) => ({ role: 'assistant', content })
const weather = {
  name: 'get_weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}
const search = {
  name: 'search_docs',
  input_schema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
}

async function reply(model: string, change: Record<string, unknown>) {
  const answer = await invoke(emulator, model, { ...plainBody, ...change })
  expect(answer.status === 200 ? '' : answer.text).toBe('')
  return answer.json
}
const textIn = (message: { content: { type: string; text?: string }[] }) =>
  message.content.map(({ text }) => text ?? '').join('')

describe('the same request', () => {
  test('gets the same answer, whole or streamed, by InvokeModel or Converse', async () => {
    const first = await reply(ids.haiku45, {})
    const second = await reply(ids.haiku45, {})
    expect(second.content).toEqual(first.content)
    expect(second.id).not.toBe(first.id)
    const streamed = eventsIn(
      await ask(emulator, { path: pathOf(ids.haiku45, 'invoke-with-response-stream'), body: plainBody }),
    )
    expect(streamed.map(({ delta }) => delta?.text ?? '').join('')).toBe(textIn(first))
    const { json } = await converse(emulator, ids.haiku45, { messages: [user([{ text: 'Write a median function' }])] })
    expect(json.output.message.content[0].text).toBe(textIn(first))
  })

  test('gets it whatever the limits and cache points are', async () => {
    const content = [{ type: 'text', text: 'Write a median function', cache_control: { type: 'ephemeral' } }]
    expect(
      (await reply(ids.haiku45, { max_tokens: 9999, temperature: 0.1, messages: [user(content)] })).content,
    ).toEqual((await reply(ids.haiku45, {})).content)
  })

  test('gets another from another model, prompt or system prompt', async () => {
    const answers = await Promise.all([
      reply(ids.haiku45, {}),
      reply(ids.haiku45, { system: 'Be brief.' }),
      reply(ids.haiku45, { messages: [user('Write a mode function')] }),
    ])
    expect(new Set(answers.map(textIn)).size).toBeGreaterThan(1)
  })

  test('goes on to the same tool call, however much of the words before it is there', async () => {
    const messages = [user('The weather in Rome?')]
    const whole = await reply(ids.haiku45, { tools: [weather], messages })
    for (const begun of ['I', 'I will call', 'I will call get_weather.']) {
      const rest = await reply(ids.haiku45, { tools: [weather], messages: [...messages, assistant(begun)] })
      expect(begun + textIn(rest)).toBe(textIn(whole))
      expect(rest.content.at(-1).input).toEqual(whole.content.at(-1).input)
    }
  })

  test('calls tools under the same id', async () => {
    const change = { tools: [weather], messages: [user('The weather in Rome?')] }
    expect((await reply(ids.haiku45, change)).content).toEqual((await reply(ids.haiku45, change)).content)
  })
})

describe('a prefill', () => {
  test('is continued exactly, wherever the answer was broken off', async () => {
    const whole = textIn(await reply(ids.haiku45, {}))
    for (let at = 1; at < whole.length; at += 37) {
      const begun = whole.slice(0, at).trimEnd()
      const rest = await reply(ids.haiku45, { messages: [...plainBody.messages, assistant(begun)] })
      expect(begun + textIn(rest)).toBe(whole)
    }
  })

  test('of JSON makes JSON', async () => {
    const rest = await reply(ids.haiku45, { messages: [...plainBody.messages, assistant('{"answer": [')] })
    expect(JSON.parse(`{"answer": [${textIn(rest)}`)).toBeTypeOf('object')
  })

  test('of a whole answer adds nothing', async () => {
    const whole = textIn(await reply(ids.haiku45, {}))
    const rest = await reply(ids.haiku45, { messages: [...plainBody.messages, assistant(whole)] })
    expect(rest.content).toEqual([])
    expect(rest.stop_reason).toBe('end_turn')
  })
})

test('a model without prefill continues when it is told to', async () => {
  const whole = textIn(await reply(ids.opus48, {}))
  const begun = whole.slice(0, 100)
  const rest = await reply(ids.opus48, {
    messages: [...plainBody.messages, assistant(begun), user('Continue exactly where you left off.')],
  })
  expect(begun + textIn(rest)).toBe(whole)
})

describe('limits', () => {
  test.each([1, 2, 7, 30])('max_tokens %i ends the answer there', async (maxTokens) => {
    const whole = textIn(await reply(ids.haiku45, {}))
    const cut = await reply(ids.haiku45, { max_tokens: maxTokens })
    expect(cut.stop_reason).toBe('max_tokens')
    expect(cut.usage.output_tokens).toBe(maxTokens)
    expect(textIn(cut)).not.toBe('')
    expect(whole.startsWith(textIn(cut))).toBe(true)
  })

  test('the first stop sequence ends the answer before it', async () => {
    const whole = textIn(await reply(ids.haiku45, {}))
    const cut = await reply(ids.haiku45, { stop_sequences: ['never there', 'return', 'values'] })
    expect(cut.stop_reason).toBe('stop_sequence')
    expect(['return', 'values']).toContain(cut.stop_sequence)
    expect(textIn(cut)).toBe(whole.slice(0, Math.min(whole.indexOf('return'), whole.indexOf('values'))))
  })

  test('a tool call that does not fit is left out', async () => {
    const cut = await reply(ids.haiku45, { max_tokens: 12, tools: [weather], messages: [user('The weather in Rome?')] })
    expect(cut.stop_reason).toBe('max_tokens')
    expect(cut.content.map(({ type }: { type: string }) => type)).toEqual(['text'])
  })

  test('a length that the prompt names is kept', async () => {
    const long = await reply(ids.haiku45, { max_tokens: 60_000, messages: [user('A story of 3000 words')] })
    expect(textIn(long).split(' ').length).toBe(3000)
  })
})

describe('tools', () => {
  test('are called when the prompt asks, with arguments that fit', async () => {
    const { content, stop_reason } = await reply(ids.haiku45, {
      tools: [search, weather],
      messages: [user('What is the weather in San Francisco?')],
    })
    expect(stop_reason).toBe('tool_use')
    expect(content.at(-1)).toEqual({
      type: 'tool_use',
      id: expect.stringMatching(/^toolu_bdrk_01[A-Za-z0-9]{22}$/),
      name: 'get_weather',
      input: { city: 'San Francisco' },
    })
  })

  test('are not called when it does not', async () => {
    const { content } = await reply(ids.haiku45, { tools: [search, weather], messages: [user('Say hello')] })
    expect(content.map(({ type }: { type: string }) => type)).toEqual(['text'])
  })

  test('end the loop once they have answered', async () => {
    const messages: unknown[] = [user('What is the weather in Rome?')]
    const first = await reply(ids.haiku45, { tools: [weather], messages })
    messages.push(
      assistant(first.content),
      user([{ type: 'tool_result', tool_use_id: first.content.at(-1).id, content: 'sunny' }]),
    )
    const second = await reply(ids.haiku45, { tools: [weather], messages })
    expect(second.stop_reason).toBe('end_turn')
  })

  test.each([
    [{ type: 'any' }, 'search_docs'],
    [{ type: 'tool', name: 'get_weather' }, 'get_weather'],
  ])('are called when they must be: %j', async (choice, name) => {
    const { content } = await reply(ids.haiku45, {
      tools: [search, weather],
      tool_choice: choice,
      messages: [user('Hello')],
    })
    expect(content.map((block: { type: string; name?: string }) => [block.type, block.name])).toEqual([
      ['tool_use', name],
    ])
  })

  test('are not called when they must not be', async () => {
    const { content } = await reply(ids.haiku45, {
      tools: [weather],
      tool_choice: { type: 'none' },
      messages: [user('The weather?')],
    })
    expect(content[0].type).toBe('text')
  })

  test.each([
    ['bash_20250124', 'bash', { command: 'npm test' }],
    ['text_editor_20250728', 'str_replace_based_edit_tool', { command: 'view', path: 'src/app.ts' }],
  ])('of Anthropic’s own get what they take: %s', async (type, name, input) => {
    const prompt = `Run bash: \`npm test\`, or str_replace_based_edit_tool on src/app.ts`
    const tools = [{ type, name }]
    const { content } = await reply(ids.haiku45, { tools, tool_choice: { type: 'any' }, messages: [user(prompt)] })
    expect(content[0].input).toEqual(input)
  })
})

test('structured output is JSON of its schema', async () => {
  const schema = {
    type: 'object',
    additionalProperties: false,
    properties: { title: { type: 'string' }, done: { type: 'boolean' }, level: { enum: ['low', 'high'] } },
    required: ['title', 'done', 'level'],
  }
  const answer = await reply(ids.haiku45, { output_config: { format: { type: 'json_schema', schema } } })
  const value = JSON.parse(textIn(answer))
  expect(Object.keys(value).toSorted()).toEqual(['done', 'level', 'title'])
  expect(['low', 'high']).toContain(value.level)
  expect(value.done).toBeTypeOf('boolean')
})

describe('thinking', () => {
  const types = ({ content }: { content: { type: string }[] }) => content.map(({ type }) => type)

  test('comes where it was asked for, shown on the older models', async () => {
    const answer = await reply(ids.haiku45, { thinking: { type: 'enabled', budget_tokens: 2000 } })
    expect(types(answer)).toEqual(['thinking', 'text'])
    expect(answer.content[0].thinking).not.toBe('')
    expect(answer.content[0].signature).not.toBe('')
    expect(types(await reply(ids.haiku45, {}))).toEqual(['text'])
  })

  test('comes by itself on the newer ones, not shown unless asked', async () => {
    const omitted = await reply(ids.sonnet55, {})
    expect(types(omitted)).toEqual(['thinking', 'text'])
    expect(omitted.content[0].thinking).toBe('')
    expect(omitted.usage.output_tokens_details.thinking_tokens).toBeGreaterThan(0)
    const shown = await reply(ids.sonnet55, { thinking: { type: 'adaptive', display: 'summarized' } })
    expect(shown.content[0].thinking).not.toBe('')
    expect(shown.content[1]).toEqual(omitted.content[1])
  })

  test('is off where it is off by default, turned off, or not worth it', async () => {
    expect(types(await reply(ids.opus48, {}))).toEqual(['text'])
    expect(types(await reply(ids.opus48, { thinking: { type: 'adaptive' } }))).toEqual(['thinking', 'text'])
    expect(types(await reply(ids.opus5, { thinking: { type: 'disabled' } }))).toEqual(['text'])
    expect(types(await reply(ids.opus5, { output_config: { effort: 'low' } }))).toEqual(['text'])
    expect(types(await reply(ids.sonnet55, { max_tokens: 1 }))).toEqual(['text'])
  })

  test('is left out where the thought before a tool call was lost, as Claude Code loses it', async () => {
    const messages = [
      user('What is the weather in Rome?'),
      assistant([{ type: 'tool_use', id: 'a', name: 'get_weather', input: { city: 'Rome' } }]),
      user([{ type: 'tool_result', tool_use_id: 'a', content: 'sunny' }]),
    ]
    const thinking = { type: 'enabled', budget_tokens: 2000 }
    expect(types(await reply(ids.haiku45, { tools: [weather], thinking, messages }))).toEqual(['text'])
  })

  test('between tools comes only after a result', async () => {
    const change = { tools: [weather], thinking: { type: 'between_tools' } }
    const messages: unknown[] = [user('What is the weather in Rome?')]
    const first = await reply(ids.sonnet55, { ...change, messages })
    expect(types(first)).toEqual(['text', 'tool_use'])
    messages.push(
      assistant(first.content),
      user([{ type: 'tool_result', tool_use_id: first.content.at(-1).id, content: 'sunny' }]),
    )
    expect(types(await reply(ids.sonnet55, { ...change, messages }))).toEqual(['thinking', 'text'])
  })

  test('goes through a tool loop, and is refused once it was changed', async () => {
    const change = { tools: [weather], thinking: { type: 'enabled', budget_tokens: 2000 } }
    const question = user('What is the weather in Rome?')
    const first = await reply(ids.haiku45, { ...change, messages: [question] })
    const result = user([{ type: 'tool_result', tool_use_id: first.content.at(-1).id, content: 'sunny' }])
    expect(
      (await reply(ids.haiku45, { ...change, messages: [question, assistant(first.content), result] })).stop_reason,
    ).toBe('end_turn')
    const [thought, ...rest] = first.content
    const changed = [question, assistant([{ ...thought, thinking: `${thought.thinking}!` }, ...rest]), result]
    const refused = await invoke(emulator, ids.haiku45, { ...plainBody, ...change, messages: changed })
    expect(refused.json.message).toBe('messages.1.content.0: Invalid `signature` in `thinking` block')
  })
})
