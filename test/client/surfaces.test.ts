// The three surfaces of the client against the emulator, which judges each by its own rules.
import { createClient } from '@outcrop/client'
import type { CallSurface, Client, ClientOptions, OutcropError } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import type { Emulator, EmulatorOptions } from '@outcrop/emulator'
import { registry } from '@outcrop/models'
import { describe, expect, test } from 'vitest'

const today = new Date('2026-11-22T12:00:00Z')

const clock: NonNullable<ClientOptions['clock']> = {
  now: () => today.getTime(),
  monotonic: () => performance.now(),
  random: () => 0,
  timer: () => ({ refresh: () => undefined, cancel: () => undefined }),
  sleep: () => Promise.resolve(),
}

async function withEmulator(
  run: (client: Client, emulator: Emulator) => Promise<void>,
  { emulate = {}, ...options }: ClientOptions & { emulate?: EmulatorOptions } = {},
): Promise<void> {
  await using emulator = await startEmulator({ now: () => today, ...emulate })
  await using client = createClient({ environment: { HOME: '/nowhere', ...emulator.env }, clock, ...options })
  await run(client, emulator)
}

const surfaces = ['invoke', 'messages', 'mantle'] as const
/** Every model that can be called from us-east-1 on this day without an invitation, on each surface that it has. */
const offered = Object.entries(registry.modelRegistry)
  .filter(([, { gated, lifecycle, profiles }]) => !gated && lifecycle.status !== 'EOL' && profiles.includes('us'))
  .flatMap(([key, entry]) => surfaces.filter((one) => entry.surfaces.includes(one)).map((one) => [key, one] as const))
  .filter(
    ([key, one]) =>
      one !== 'mantle' || (registry.modelRegistry[key]?.mantleRegions ?? ['us-east-1']).includes('us-east-1'),
  )

test.each(offered)('%s answers on %s, whole and streamed, and counts its tokens', async (model, surface) => {
  await withEmulator(
    async (client, emulator) => {
      const request = { model, prompt: 'Write a median function', maxTokens: 300 }
      const reply = await client.invoke(request)
      expect(reply).toMatchObject({ emulated: true, attempts: 1, model: { key: model, surface, region: 'us-east-1' } })
      const stream = client.stream(request)
      let text = ''
      for await (const piece of stream.textStream) text += piece
      expect(text).not.toBe('')
      expect((await stream.reply()).text).toBe(text)
      const operations =
        surface === 'invoke' ? ['InvokeModel', 'InvokeModelWithResponseStream'] : ['Messages', 'Messages']
      expect(emulator.requests().map(({ operation, status, auth }) => [operation, status, auth.verified])).toEqual(
        operations.map((operation) => [operation, 200, true]),
      )
      const { countTokens, mantleRegions = ['us-east-1'] } = registry.modelRegistry[model] ?? {}
      const onMantle = countTokens?.mantle === true && mantleRegions.includes('us-east-1')
      const counted = await client
        .countTokens({ model, prompt: 'Write a median function' })
        .catch((error: unknown) => (error as OutcropError).code)
      const tokens: unknown = expect.any(Number)
      expect(counted).toEqual(onMantle || countTokens?.runtime !== false ? { tokens } : 'invalid_request')
    },
    { surface },
  )
})

const base: { model: string; prompt: string; maxTokens: number } = {
  model: 'claude-haiku-4-5',
  prompt: 'Save it',
  maxTokens: 2000,
}

describe.each(surfaces)('on %s', (surface) => {
  test('tools are called, thoughts signed, and usage is the same', async () => {
    const tools = [
      {
        name: 'save_file',
        input_schema: { type: 'object' as const, properties: { path: { type: 'string' } }, required: ['path'] },
      },
    ]
    await withEmulator(
      async (client) => {
        const forced = { ...base, tools, toolChoice: { type: 'tool' as const, name: 'save_file' } }
        for (const reply of [await client.invoke(forced), await client.stream(forced).reply()]) {
          expect(reply.stopReason).toBe('tool_use')
          expect(reply.message.content).toContainEqual(
            expect.objectContaining({ type: 'tool_use', input: { path: expect.any(String) as string } }),
          )
        }
        const thinking = { type: 'enabled' as const, budget_tokens: 1024 }
        const thought = await client.stream({ ...base, thinking }).reply()
        expect(thought.message.content[0]).toMatchObject({ type: 'thinking', signature: expect.any(String) as string })
        expect(thought.costUsd).toBeGreaterThan(0)
      },
      { surface },
    )
  })

  test.each([
    [{ kind: 'eof' as const, atEvent: 3 }, 'stream_interrupted'],
    [{ kind: 'cut' as const, atEvent: 3, offset: 9 }, 'stream_interrupted'],
    [{ kind: 'reset' as const, atEvent: 3 }, 'stream_interrupted'],
    [
      { kind: 'exception' as const, atEvent: 3, type: 'throttlingException', message: 'Too many tokens' },
      'stream_interrupted',
    ],
    [
      { kind: 'http' as const, status: 429, type: 'ThrottlingException', message: 'Too many tokens, please wait' },
      'throttled',
    ],
    [{ kind: 'http' as const, status: 503, type: 'ServiceUnavailableException', message: 'no' }, 'unavailable'],
  ])('%j is no answer', async (fault, code) => {
    await withEmulator(
      async (client) => {
        const stream = client.stream(base)
        await expect(stream.reply()).rejects.toMatchObject({ code, surface, region: 'us-east-1' })
      },
      { surface, maxRetries: 0, maxQueueMs: 0, emulate: { faults: [fault] } },
    )
  })

  test('what breaks off is made again for whoever waits for the whole', async () => {
    const faults = [{ kind: 'eof' as const, atEvent: 4, match: { nth: 1 } }]
    await withEmulator(
      async (client) => {
        const reply = await client.invoke({ ...base, maxTokens: 9000 })
        expect(reply).toMatchObject({ attempts: 2, model: { surface } })
        expect(reply.text).not.toBe('')
      },
      { surface, emulate: { faults } },
    )
  })
})

describe('a surface that a model does not have', () => {
  test.each<[string, CallSurface, RegExp]>([
    ['claude-sonnet-4-5', 'mantle', /bedrock-mantle/],
    ['claude-opus-4-1', 'messages', /Messages API/],
    ['us.anthropic.claude-opus-4-1-20250805-v1:0', 'messages', /Messages API/],
  ])('%s on %s is refused before it is sent', async (model, surface, message) => {
    await withEmulator(async (client, emulator) => {
      await expect(client.invoke({ model, prompt: 'x' }, { surface })).rejects.toMatchObject({
        code: 'model_not_found',
        message: expect.stringMatching(message) as string,
        attempts: 0,
      })
      expect(emulator.requests()).toEqual([])
    })
  })

  test('is not what its family means there', async () => {
    await using client = createClient({ environment: { HOME: '/nowhere' }, clock, surface: 'mantle' })
    const { key, surface, geography, calledId } = await client.resolve('haiku')
    expect({ key, surface, geography, calledId }).toEqual({
      key: 'claude-haiku-4-5',
      surface: 'mantle',
      geography: 'region',
      calledId: 'anthropic.claude-haiku-4-5',
    })
  })
})
