import { describe, expect, test } from 'vitest'
import { ask, converse, emulatedHere, eventsIn, ids, invoke, pathOf, plainBody } from '../../../testing/emulated.js'
import type { Scenario, ScenarioMatch } from '../../index.js'

const said = (content: string) => ({ ...plainBody, messages: [{ role: 'user', content }] })
const textIn = (message: { content: { text?: string }[] }) => message.content.map(({ text }) => text ?? '').join('')
const scenario = (match: ScenarioMatch, text = 'scripted'): Scenario => ({ match, reply: { text } })
const emulatedWith = (scenarios: Scenario[], strict = false) =>
  emulatedHere({ engine: { kind: 'scenario', scenarios, strict } })

describe('a scenario matches', () => {
  test.each<[string, ScenarioMatch, boolean]>([
    ['nothing said: everything', {}, true],
    ['a part of the prompt', { prompt: 'median' }, true],
    ['a part that is not there', { prompt: 'Median' }, false],
    ['an expression', { prompt: /MEDIAN/i }, true],
    ['an expression with memory', { prompt: /median/g }, true],
    ['an expression in words', { promptMatches: '^Write .* function$' }, true],
    ['an expression that fails', { promptMatches: '^function' }, false],
    ['the model’s key', { model: 'claude-haiku-4-5' }, true],
    ['the id that was called', { model: 'us.anthropic' }, true],
    ['another model', { model: 'opus' }, false],
    ['the operation', { operation: 'InvokeModel' }, true],
    ['another operation', { operation: 'Converse' }, false],
    ['the system prompt', { system: 'brief' }, true],
    ['another system prompt', { system: 'long' }, false],
    ['all of several', { prompt: 'median', system: 'brief', model: 'haiku' }, true],
    ['not only some of several', { prompt: 'median', system: 'brief', model: 'opus' }, false],
  ])('%s', async (_, match, matches) => {
    const emulator = await emulatedWith([scenario(match)])
    for (let times = 0; times < 2; times += 1) {
      const { json } = await invoke(emulator, ids.haiku45, { ...plainBody, system: 'Be brief.' })
      expect(textIn(json) === 'scripted').toBe(matches)
    }
    expect(emulator.requests()[0]?.scenario).toBe(matches ? '0' : undefined)
  })

  test('what tools answer in the last turn, and which tools are offered', async () => {
    const write = { name: 'Write', input_schema: { type: 'object' } }
    const emulator = await emulatedWith([
      scenario({ toolResult: /wrote/ }, 'done'),
      scenario({ toolResult: '' }, 'again'),
      { match: { tool: 'Write' }, reply: { content: [{ type: 'tool_use', name: 'Write', input: { path: 'a' } }] } },
      scenario({}, 'no tools'),
    ])
    const asked = { role: 'user', content: 'wrote?' }
    const answered = (content: unknown) => [
      asked,
      { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'Write', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content }] },
    ]
    const say = async (messages: readonly unknown[], tools?: readonly unknown[]) =>
      (await invoke(emulator, ids.haiku45, { ...plainBody, messages, ...(tools && { tools }) })).json
    expect(textIn(await say([asked]))).toBe('no tools')
    expect((await say([asked], [{ ...write, name: 'Read' }, write])).content[0].name).toBe('Write')
    expect(textIn(await say(answered('wrote it'), [write]))).toBe('done')
    expect(textIn(await say(answered([{ type: 'text', text: 'wrote it' }]), [write]))).toBe('done')
    expect(textIn(await say(answered('failed'), [write]))).toBe('again')
    const later = [...answered('wrote it'), { role: 'assistant', content: 'ok' }, { role: 'user', content: 'And now?' }]
    expect((await say(later, [write])).stop_reason).toBe('tool_use')
  })

  test('all that the user said, in every turn', async () => {
    const emulator = await emulatedWith([scenario({ prompt: 'first' })])
    const messages = [
      { role: 'user', content: 'the first' },
      { role: 'assistant', content: 'yes' },
      { role: 'user', content: 'go' },
    ]
    expect(textIn((await invoke(emulator, ids.haiku45, { ...plainBody, messages })).json)).toBe('scripted')
  })

  test('first come, first served', async () => {
    const emulator = await emulatedWith([scenario({ prompt: 'b' }, 'one'), scenario({}, 'two')])
    expect(textIn((await invoke(emulator, ids.haiku45, said('a b'))).json)).toBe('one')
    expect(textIn((await invoke(emulator, ids.haiku45, said('c'))).json)).toBe('two')
  })
})

describe('a scripted answer', () => {
  test('is given word for word by every operation', async () => {
    const text = 'Köln — “exactly” 👩‍💻 this\n'
    const emulator = await emulatedWith([{ match: {}, reply: { text }, name: 'exact' }])
    expect(textIn((await invoke(emulator, ids.haiku45, plainBody)).json)).toBe(text)
    const { json } = await converse(emulator, ids.haiku45, { messages: [{ role: 'user', content: [{ text: 'x' }] }] })
    expect(json.output.message.content).toEqual([{ text }])
    const streamed = await ask(emulator, { path: pathOf(ids.haiku45, 'invoke-with-response-stream'), body: plainBody })
    expect(
      eventsIn(streamed)
        .map(({ delta }) => delta?.text ?? '')
        .join(''),
    ).toBe(text)
    expect(emulator.requests().map(({ scenario: name }) => name)).toEqual(['exact', 'exact', 'exact'])
  })

  test('may be blocks, thinking, a stop reason and counts', async () => {
    const emulator = await emulatedWith([
      {
        match: {},
        reply: {
          thinking: 'Let me see.',
          content: [
            { type: 'text', text: 'Calling.' },
            { type: 'tool_use', name: 'get_weather', input: { city: 'Rome' } },
          ],
          usage: {
            input_tokens: 1000,
            output_tokens: 50,
            cache_read_input_tokens: 900,
            cache_creation_input_tokens: 7,
          },
        },
      },
    ])
    const { json, headers } = await invoke(emulator, ids.haiku45, plainBody)
    expect(json.content).toEqual([
      { type: 'thinking', thinking: 'Let me see.', signature: expect.stringMatching(/./) },
      { type: 'text', text: 'Calling.' },
      { type: 'tool_use', id: expect.stringMatching(/^toolu_bdrk_01/), name: 'get_weather', input: { city: 'Rome' } },
    ])
    expect(json.stop_reason).toBe('tool_use')
    expect(json.usage).toMatchObject({ input_tokens: 1000, output_tokens: 50, cache_read_input_tokens: 900 })
    expect(headers['x-amzn-bedrock-cache-read-input-token-count']).toBe('900')
    expect(emulator.requests()[0]?.charged).toBe(1000 + 7 + 5 * 50)
  })

  test('may refuse', async () => {
    const emulator = await emulatedWith([{ match: {}, reply: { text: 'No.', stopReason: 'refusal' } }])
    expect((await invoke(emulator, ids.haiku45, plainBody)).json.stop_reason).toBe('refusal')
  })

  test('is still refused where the request breaks a rule', async () => {
    const emulator = await emulatedWith([scenario({})])
    expect((await invoke(emulator, ids.sonnet55, { ...plainBody, temperature: 1 })).status).toBe(400)
  })
})

test('with `strict` a request without a scenario is an error', async () => {
  const emulator = await emulatedWith([scenario({ prompt: 'never' })], true)
  const answer = await invoke(emulator, ids.haiku45, plainBody)
  expect(answer.status).toBe(400)
  expect(answer.json.message).toContain('No scenario of the emulator matches')
})
