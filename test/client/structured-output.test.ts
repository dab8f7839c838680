// Structured output on every model of the registry: the emulator refuses what Bedrock would refuse, by rules written
// apart from the client's, and answers with values that satisfy the schema it is sent.
import { createClient } from '@outcrop/client'
import type { Clock } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import type { Emulator } from '@outcrop/emulator'
import { registry } from '@outcrop/models'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

const today = new Date('2026-11-22T12:00:00Z')
/** A clock of that day; nothing here waits. */
const clock: Clock = {
  now: () => today.getTime(),
  monotonic: () => 0,
  random: () => 0,
  timer: () => ({ refresh: () => undefined, cancel: () => undefined }),
  sleep: () => Promise.resolve(),
}
let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ now: () => today })
})
afterAll(() => emulator.close())

/** Every model that can be called from us-east-1 on this day, without an invitation. */
const callable = Object.entries(registry.modelRegistry)
  .filter(([, { gated, lifecycle, profiles }]) => !gated && lifecycle.status !== 'EOL' && profiles.includes('us'))
  .map(([key]) => key)

const native = ['claude-haiku-4-5', 'claude-sonnet-4-5', 'claude-sonnet-4-6', 'claude-opus-4-5', 'claude-opus-4-6']
const unforced = ['claude-fable-5-2', 'claude-sonnet-5-5', 'claude-opus-5-5', 'claude-fable-5-1']

const review = z.object({
  title: z.string().min(1).max(200),
  score: z.int().min(0),
  kind: z.enum(['bug', 'style']),
  note: z.string().nullable(),
  places: z.array(z.object({ path: z.string(), line: z.number().int().positive().optional() })).min(1),
})
const tree = {
  $defs: {
    node: {
      type: 'object',
      properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
      required: ['name', 'children'],
    },
  },
  $ref: '#/$defs/node',
} as const
const scores = { type: 'object', additionalProperties: { type: 'number' }, minProperties: 0 } as const
const words = { type: 'array', items: { type: 'string' }, minItems: 1 } as const
const ajv = new Ajv2020({ strict: false })
/** Each with a judge that the client does not use. */
const schemas = [
  ['an object with limits and choices', review, (value: unknown) => review.safeParse(value).success],
  ['a tree, which no grammar can say', tree, ajv.compile(tree)],
  ['a map', scores, ajv.compile(scores)],
  ['a list', words, ajv.compile(words)],
] as const

/** How the value was asked for. */
function way(body: { output_config?: { format?: object }; tools?: object[]; tool_choice?: object }): string {
  if (body.output_config?.format !== undefined) return 'native'
  return body.tool_choice === undefined ? 'asked' : 'forced'
}

describe.each(callable)('%s', (model) => {
  test.each(schemas)('gives %s, and is never refused', async (_what, schema, valid) => {
    const client = createClient({
      environment: { HOME: '/nowhere', ...emulator.env },
      clock,
    })
    emulator.reset()
    const { object } = await client.invoke({ model, prompt: 'Describe what you see in the repository', schema })
    const streamed = client.stream({ model, prompt: 'Describe what you see in the repository', schema })
    expect(await streamed.finalObject()).toEqual(object)
    expect(valid(object)).toBe(true)
    const requests = emulator.requests()
    expect(requests.map(({ status }) => status)).toEqual([200, 200])
    const ways = requests.map(({ request }) => way((request as { body: Parameters<typeof way>[0] }).body))
    const grammar = native.includes(model) && (schema === review || schema === words)
    const expected = grammar ? 'native' : unforced.includes(model) ? 'asked' : 'forced'
    expect(ways).toEqual([expected, expected])
    await client.close()
  })
})

test('mantle has no structured output of its own, so that a tool carries the answer there', async () => {
  const client = createClient({ environment: { HOME: '/nowhere', ...emulator.env }, clock, surface: 'mantle' })
  emulator.reset()
  const { object } = await client.invoke({ model: 'claude-haiku-4-5', prompt: 'Describe it', schema: words })
  expect(ajv.validate(words, object)).toBe(true)
  const [entry] = emulator.requests()
  expect(entry).toMatchObject({ endpoint: 'mantle', status: 200 })
  expect(way((entry!.request as { body: Parameters<typeof way>[0] }).body)).toBe('forced')
  await client.close()
})
