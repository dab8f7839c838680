// The client against the emulator, which shares nothing with it but the bytes: what the one sends, the other judges by
// Bedrock's rules, written apart.
import { createClient } from '@outcrop/client'
import type { Client, ClientOptions } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import type { Emulator, EmulatorOptions } from '@outcrop/emulator'
import { registry } from '@outcrop/models'
import { describe, expect, test } from 'vitest'

const today = new Date('2026-11-22T12:00:00Z')

/** A clock of the day on which these tests happen; only its time of day runs. */
const clock: NonNullable<ClientOptions['clock']> = {
  now: () => today.getTime(),
  monotonic: () => performance.now(),
  random: () => 0,
  timer: () => ({ refresh: () => undefined, cancel: () => undefined }),
  sleep: () => Promise.resolve(),
}

function clientOf(emulator: Emulator, options: ClientOptions = {}): Client {
  return createClient({ environment: { HOME: '/nowhere', ...emulator.env }, clock, ...options })
}

async function withEmulator(
  run: (emulator: Emulator, client: Client) => Promise<void>,
  { emulate = {}, ...options }: ClientOptions & { emulate?: EmulatorOptions } = {},
): Promise<void> {
  await using emulator = await startEmulator({ now: () => today, ...emulate })
  const client = clientOf(emulator, options)
  await run(emulator, client)
  await client.close()
}

/** Every model that can be called from us-east-1 on this day, without an invitation. */
const callable = Object.entries(registry.modelRegistry)
  .filter(([, { gated, lifecycle, profiles }]) => !gated && lifecycle.status !== 'EOL' && profiles.includes('us'))
  .map(([key]) => key)

describe('every model of the registry', () => {
  test.each(callable)('%s answers, whole and streamed, with a template’s wishes and without', async (model) => {
    await withEmulator(
      async (emulator, client) => {
        const defaults = { temperature: 0.3, topP: 0.9, topK: 40, effort: 'low' as const, maxTokens: 300 }
        const reply = await client.invoke({ model, prompt: 'Write a median function', defaults })
        expect(reply).toMatchObject({ emulated: true, attempts: 1, model: { key: model, geography: 'us' } })
        expect(reply.text).not.toBe('')
        const stream = client.stream({ model, prompt: 'Write a median function' })
        let text = ''
        for await (const piece of stream.textStream) text += piece
        const streamed = await stream.reply()
        expect(streamed.text).toBe(text)
        expect(streamed.usage.outputTokens).toBeGreaterThan(0)
        expect(emulator.requests().map(({ status, auth }) => ({ status, verified: auth.verified }))).toEqual([
          { status: 200, verified: true },
          { status: 200, verified: true },
        ])
      },
      // What some models demand of the account.
      { emulate: { dataRetention: 'aws_review' } },
    )
  })

  test('there are such models at all', () => {
    expect(callable.length).toBeGreaterThan(8)
  })
})

describe('a reply', () => {
  test('costs what its usage costs by the list price', async () => {
    await withEmulator(async (_, client) => {
      const { usage, costUsd } = await client.invoke({ model: 'claude-haiku-4-5', prompt: 'Write a median function' })
      expect(costUsd).toBeCloseTo((usage.inputTokens * 1.1 + usage.outputTokens * 5.5) / 1e6, 9)
    })
  })

  test('may be a tool call', async () => {
    await withEmulator(async (_, client) => {
      const tools = [
        {
          name: 'save_file',
          description: 'Saves a file',
          input_schema: { type: 'object' as const, properties: { path: { type: 'string' } }, required: ['path'] },
        },
      ]
      const request = { model: 'claude-sonnet-4-5', prompt: 'Save it', tools, toolChoice: { type: 'any' as const } }
      for (const reply of [await client.invoke(request), await client.stream(request).reply()]) {
        expect(reply.stopReason).toBe('tool_use')
        expect(reply.message.content).toContainEqual(
          expect.objectContaining({
            type: 'tool_use',
            name: 'save_file',
            input: { path: expect.any(String) as string },
          }),
        )
      }
    })
  })

  test('may begin with a thought', async () => {
    await withEmulator(async (_, client) => {
      const reply = await client
        .stream({ model: 'claude-sonnet-4-5', prompt: 'Think', thinking: { type: 'enabled', budget_tokens: 1024 } })
        .reply()
      expect(reply.message.content[0]).toMatchObject({ type: 'thinking', signature: expect.any(String) as string })
    })
  })
})

describe('the emulator refuses, and the client says what to do:', () => {
  const request = { model: 'claude-sonnet-4-5', prompt: 'x', maxTokens: 10 }
  const wrongSecret = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wrong-secret-of-a-test' }
  const session = {
    accessKeyId: 'ASIAEXAMPLEEXAMPLE12',
    secretAccessKey: 'session-secret',
    sessionToken: 'session-token',
  }

  test('a wrong secret', async () => {
    await withEmulator(
      async (_, client) => {
        await expect(client.invoke(request)).rejects.toMatchObject({
          code: 'signature',
          status: 403,
          remedy: expect.stringContaining('AWS_SECRET_ACCESS_KEY') as string,
        })
      },
      { credentials: wrongSecret },
    )
  })

  test('an expired session', async () => {
    await withEmulator(
      async (_, client) => {
        await expect(client.stream(request).reply()).rejects.toMatchObject({ code: 'credentials_expired', status: 403 })
      },
      { credentials: session, emulate: { credentials: [{ ...session, expired: true }] } },
    )
  })

  test('a clock that is off, which is corrected by what the refusal says', async () => {
    await withEmulator(
      async (_, client) => {
        const { history } = await client.invoke(request)
        expect(history.map(({ outcome }) => outcome)).toEqual(['signature', 'ok'])
      },
      { clock: { ...clock, now: () => today.getTime() - 900_000 } },
    )
  })

  test('an API key that does not exist', async () => {
    await withEmulator(
      async (_, client) => {
        await expect(client.invoke(request)).rejects.toMatchObject({
          code: 'signature',
          remedy: expect.stringContaining('AWS_BEARER_TOKEN_BEDROCK') as string,
        })
      },
      { bearerToken: 'ABSKnobody-knows-this-key' },
    )
  })

  test('a bare id that needs a profile', async () => {
    // Only a registry that is wrong sends a bare id.
    const models = { modelRegistry: { 'claude-sonnet-4-5': { profiles: [], onDemandRegions: ['us-east-1'] } } }
    await withEmulator(
      async (_, client) => {
        await expect(client.invoke(request)).rejects.toMatchObject({
          code: 'profile_required',
          status: 400,
          remedy: expect.stringContaining('us.anthropic.claude-sonnet-4-5-20250929-v1:0') as string,
        })
      },
      { models },
    )
  })

  test('a model that does not exist', async () => {
    await withEmulator(async (_, client) => {
      await expect(client.invoke({ ...request, model: 'us.anthropic.claude-next-9' })).rejects.toMatchObject({
        code: 'model_not_found',
      })
    })
  })
})

test('an API key is accepted', async () => {
  await withEmulator(
    async (emulator, client) => {
      expect((await client.invoke({ model: 'claude-sonnet-4-5', prompt: 'x' })).emulated).toBe(true)
      expect(emulator.requests()[0]?.auth).toMatchObject({ scheme: 'bearer', verified: true })
    },
    { bearerToken: 'ABSKtoken-of-a-test', emulate: { bearerTokens: ['ABSKtoken-of-a-test'] } },
  )
})

test('tokens are counted', async () => {
  await withEmulator(async (_, client) => {
    const { tokens } = await client.countTokens({ model: 'claude-sonnet-4-5', prompt: 'Write a median function' })
    expect(tokens).toBeGreaterThan(3)
  })
})

test('health passes, and says that it was the emulator', async () => {
  await withEmulator(async (_, client) => {
    const report = await client.health()
    expect(report.steps.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed', 'passed'])
    expect(report).toMatchObject({ healthy: true, emulated: true })
  })
})
