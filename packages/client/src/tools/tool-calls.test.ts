import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { clientFor } from '../../testing/client.js'
import { messageOf, sendJson, startServer } from '../../testing/loopback.js'
import { defineTool, toolCallsOf } from '../index.js'

const weather = defineTool({
  name: 'weather',
  description: 'The weather of a city, now',
  inputSchema: {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 } },
    required: ['city'],
  },
})
const remind = defineTool({
  name: 'remind',
  description: 'Sets a reminder',
  inputSchema: z.object({ at: z.iso.datetime().transform((moment) => new Date(moment)) }),
})
const tools = [weather, remind] as const

const call = (id: string, name: string, input: unknown) => ({ type: 'tool_use', id, name, input })

async function asked(content: readonly unknown[], stop = 'tool_use') {
  await using server = await startServer((response) => {
    sendJson(response, 200, { ...messageOf(''), content, stop_reason: stop })
  })
  const { client } = clientFor(server.url)
  const reply = await client.invoke({ model: 'claude-opus-4-8', prompt: 'Go', tools })
  await client.close()
  return { ...reply, sent: JSON.parse(server.requests[0]!.body) as Record<string, unknown> }
}

describe('tool calls', () => {
  test('go out as Anthropic shapes tools, and come back checked, as their validator transforms them', async () => {
    const { sent, toolCalls, text } = await asked([
      call('t1', 'weather', { city: 'Paris', days: 2 }),
      call('t2', 'remind', { at: '2026-11-22T12:00:00Z' }),
    ])
    expect(sent['tools']).toEqual([
      { name: 'weather', description: 'The weather of a city, now', input_schema: weather.input_schema },
      { name: 'remind', description: 'Sets a reminder', input_schema: expect.objectContaining({ type: 'object' }) },
    ])
    expect(text).toBe('')
    expect(toolCalls).toEqual([
      { valid: true, id: 't1', name: 'weather', input: { city: 'Paris', days: 2 } },
      { valid: true, id: 't2', name: 'remind', input: { at: new Date('2026-11-22T12:00:00Z') } },
    ])
  })

  test('that break their schema are reported, and not passed as valid', async () => {
    const { toolCalls } = await asked([
      call('t1', 'weather', { city: 'Paris', days: 0 }),
      call('t2', 'remind', { at: 'soon' }),
      call('t3', 'sing', {}),
    ])
    expect(toolCalls).toMatchObject([
      { valid: false, id: 't1', name: 'weather', input: { city: 'Paris', days: 0 }, faults: [{ path: '/days' }] },
      { valid: false, id: 't2', input: { at: 'soon' }, faults: [{ path: '/at' }] },
      { valid: false, id: 't3', faults: [{ path: '', message: 'There is no tool sing' }] },
    ])
  })

  test('the last one of an answer that was cut off is not valid, however whole it looks', async () => {
    const paris = { city: 'Paris' }
    const { toolCalls } = await asked([call('t1', 'weather', paris), call('t2', 'weather', paris)], 'max_tokens')
    expect(toolCalls).toMatchObject([
      { valid: true, input: paris },
      { valid: false, faults: [{ message: 'The answer was cut off (max_tokens) before the input was whole' }] },
    ])
  })

  test('of tools that were not defined so are checked by their JSON Schema, those of Anthropic not at all', async () => {
    const plain = [
      { name: 'add', input_schema: { type: 'object' as const, required: ['a'] } },
      { type: 'bash_20250124' as const, name: 'bash' },
    ]
    const message = { ...messageOf(''), content: [call('t1', 'add', {}), call('t2', 'bash', { command: 'ls' })] }
    const calls = await toolCallsOf(message as never, plain)
    expect(calls).toMatchObject([
      { valid: false, name: 'add' },
      { valid: true, name: 'bash', input: { command: 'ls' } },
    ])
  })
})

test.each([
  ['a list', { type: 'array', items: {} }, /not that of an object/],
  ['nothing', null, /neither a JSON Schema nor a validator/],
])('%s is no schema of an input', (_what, inputSchema, message) => {
  expect(() => defineTool({ name: 'x', description: 'x', inputSchema: inputSchema as never })).toThrow(message)
})

test('the types of inputs follow from the schemas', () => {
  const { client } = clientFor('http://127.0.0.1:1')
  const typed = () => client.invoke({ prompt: '', tools: [weather, remind] })
  type Call = Awaited<ReturnType<typeof typed>>['toolCalls'][number]
  type InputOf<Name> = Extract<Call, { valid: true; name: Name }>['input']
  expectTypeOf<InputOf<'weather'>>().toEqualTypeOf<{ city: string; days?: number }>()
  expectTypeOf<InputOf<'remind'>>().toEqualTypeOf<{ at: Date }>()
  expectTypeOf<Extract<Call, { valid: false }>['input']>().toBeUnknown()
  const plain = () => client.invoke({ prompt: '' })
  expectTypeOf<Awaited<ReturnType<typeof plain>>>().not.toHaveProperty('toolCalls')
})
