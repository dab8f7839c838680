// Cache points that the client sets, against the emulator's prompt cache, which shares nothing with them but the bytes.
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { createClient } from '@outcrop/client'
import type { Client, ClientOptions, InvokeRequest } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import type { Emulator } from '@outcrop/emulator'
import { registry } from '@outcrop/models'
import { describe, expect, test } from 'vitest'

let today = new Date('2026-11-22T12:00:00Z')
let monotonic = 0

const clock: NonNullable<ClientOptions['clock']> = {
  now: () => today.getTime(),
  monotonic: () => monotonic,
  random: () => 0,
  timer: () => ({ refresh: () => undefined, cancel: () => undefined }),
  sleep: () => Promise.resolve(),
}

async function withEmulator(run: (client: Client, emulator: Emulator) => Promise<void>): Promise<void> {
  await using emulator = await startEmulator({ now: () => today })
  await using client = createClient({ environment: { HOME: '/nowhere', ...emulator.env }, clock })
  await run(client, emulator)
}

const manual = (subject: string) =>
  Array.from({ length: 700 }, (_, line) => `Rule ${line}: ${subject} is named before it is used.`).join('\n')
const system = manual('every function')
const tool = (description: string) => ({ name: 'look_up', description, input_schema: { type: 'object' as const } })

const callable = Object.entries(registry.modelRegistry)
  .filter(([, { gated, lifecycle, profiles }]) => !gated && lifecycle.status !== 'EOL' && profiles.includes('us'))
  .map(([key, entry]) => ({ key, entry }))

/** A body as it went over the wire. */
interface Sent {
  readonly system?: unknown
  readonly tools?: unknown
  readonly messages?: unknown
}

const sentBy = (emulator: Emulator, at = -1) => emulator.requests().at(at)?.request.body as Sent

function pointsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(pointsOf)
  if (typeof value !== 'object' || value === null) return []
  const { cache_control: control, ...rest } = value as { cache_control?: { ttl?: string } }
  return [...Object.values(rest).flatMap(pointsOf), ...(control === undefined ? [] : [control.ttl ?? '5m'])]
}

/** All points, in the order of the prefix. */
const points = ({ tools, system: prompt, messages }: Sent) => [tools, prompt, messages].flatMap(pointsOf)

/** All that a model reads of a value, as one text. */
function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(wordsOf).join('')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .filter(([name]) => name !== 'cache_control' && name !== 'type')
    .map(([, inner]) => wordsOf(inner))
    .join('')
}

const conversation = (turns: number): NonNullable<InvokeRequest['messages']> =>
  Array.from({ length: turns * 2 + 1 }, (_, index) => ({
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    content: `Turn ${index}`,
  }))

describe('every model of the registry', () => {
  test.each(callable)('$key takes the points, and the text is as it was', async ({ key, entry }) => {
    await withEmulator(async (client, emulator) => {
      const request = { model: key, maxTokens: 20, system, tools: [tool(manual('every tool'))] }
      for (const ttl of ['5m', '1h'] as const) {
        for (const turns of [0, 1, 30]) {
          const messages = conversation(turns)
          const reply = await client.invoke({ ...request, messages }, { cache: { ttl }, maxRetries: 0 })
          const sent = sentBy(emulator)
          const found = points(sent)
          const most = entry.promptCaching === undefined ? 0 : turns === 0 ? 2 : 4
          expect(found).toHaveLength(most)
          if (most === 0) continue
          const allowed = entry.promptCaching?.ttl.includes(ttl) === true ? ttl : '5m'
          expect(new Set(found)).toEqual(new Set([allowed]))
          expect(reply.usage.cacheReadInputTokens + reply.usage.cacheWriteInputTokens).toBeGreaterThan(4096)
          expect(wordsOf(sent.messages)).toBe(wordsOf(messages))
          expect(wordsOf(sent.system)).toBe(system)
          expect(wordsOf(sent.tools)).toBe(wordsOf(request.tools))
        }
      }
      expect(emulator.requests().every(({ status }) => status === 200)).toBe(true)
    })
  })
})

describe('auto', () => {
  test('leaves a short prompt and a lone long one alone, and caches a prefix that comes again', async () => {
    await withEmulator(async (client, emulator) => {
      const ask = (prompt: string, instructions: string) =>
        client.invoke({ model: 'claude-sonnet-4-5', prompt, system: instructions, maxTokens: 20 })
      await ask('Hello', 'Be brief.')
      await ask('Hello', 'Be brief.')
      expect(points(sentBy(emulator))).toEqual([])
      await ask('One', system)
      expect(points(sentBy(emulator))).toEqual([])
      const second = await ask('Two', system)
      expect(points(sentBy(emulator))).toEqual(['5m'])
      expect(second.cache.hitRate).toBe(0)
      const third = await ask('Three', system)
      expect(third.cache.hitRate).toBeGreaterThan(0.9)
      expect(client.notices.filter((notice) => notice.includes('cache'))).toEqual([])
    })
  })

  test('reads in each turn of a conversation what the turn before has left, however much it adds', async () => {
    await withEmulator(async (client) => {
      const messages: { role: 'user' | 'assistant'; content: string | { type: 'text'; text: string }[] }[] = [
        { role: 'user', content: manual('every variable') },
        { role: 'assistant', content: 'Yes.' },
        { role: 'user', content: 'Go on.' },
      ]
      const rates: number[] = []
      for (let turn = 0; turn < 3; turn++) {
        const reply = await client.invoke({ model: 'claude-opus-4-8', messages, maxTokens: 20 })
        rates.push(reply.cache.hitRate)
        messages.push({ role: 'assistant', content: reply.text })
        messages.push({
          role: 'user',
          content: Array.from({ length: 30 }, (_, index) => ({ type: 'text', text: `Piece ${turn}.${index}` })),
        })
      }
      expect(rates[0]).toBe(0)
      for (const rate of rates.slice(1)) expect(rate).toBeGreaterThan(0.9)
    })
  })

  test('sets no point below the minimum of the model', async () => {
    await withEmulator(async (client, emulator) => {
      // About 2,000 tokens: enough for Sonnet 4.5 (1,024), too few for Opus 4.5 (4,096).
      const half = system.slice(0, 6600)
      const ask = (model: string) =>
        client.invoke({ model, prompt: 'Hello', system: half, maxTokens: 20 }, { cache: { ttl: '5m' } })
      await ask('claude-sonnet-4-5')
      expect(points(sentBy(emulator))).toEqual(['5m'])
      await ask('claude-opus-4-5')
      expect(points(sentBy(emulator))).toEqual([])
    })
  })

  test('leaves points that were set by hand, and does nothing when it is off', async () => {
    await withEmulator(async (client, emulator) => {
      const messages = conversation(2)
      const mine = [{ type: 'text' as const, text: system, cache_control: { type: 'ephemeral' as const } }]
      await client.invoke({ model: 'claude-sonnet-4-5', messages, system: mine, maxTokens: 20 })
      expect(sentBy(emulator).system).toEqual(mine)
      expect(points(sentBy(emulator))).toEqual(['5m'])
      await client.invoke({ model: 'claude-sonnet-4-5', messages, system, maxTokens: 20 }, { cache: 'off' })
      expect(points(sentBy(emulator))).toEqual([])
    })
  })
})

describe('an expected hit that is missed', () => {
  const first = conversation(1)
  const next = conversation(2)

  async function noticesAfter(change: Partial<InvokeRequest>, meanwhile?: (emulator: Emulator) => Promise<unknown>) {
    let notices: readonly string[] = []
    await withEmulator(async (client, emulator) => {
      const base = { model: 'claude-sonnet-4-5', system, tools: [tool(manual('every tool'))], maxTokens: 20 }
      await client.invoke({ ...base, messages: first })
      await meanwhile?.(emulator)
      await client.invoke({ ...base, messages: next, ...change })
      notices = client.notices.filter((notice) => notice.includes('cache'))
    })
    return notices
  }

  test('is none when the conversation only grew', async () => {
    expect(await noticesAfter({})).toEqual([])
  })

  test('names the tools that changed', async () => {
    const [notice] = await noticesAfter({ tools: [tool(manual('no tool'))] })
    expect(notice).toContain('because the tools changed')
  })

  test('is none while something in front of the change is still read', async () => {
    expect(await noticesAfter({ system: manual('no function') })).toEqual([])
  })

  test('names the system prompt that changed where nothing stands before it', async () => {
    await withEmulator(async (client) => {
      const ask = (instructions: string, messages: typeof first) =>
        client.invoke({ model: 'claude-sonnet-4-5', system: instructions, messages, maxTokens: 20 })
      await ask(`12:00 ${system}`, first)
      await ask(`12:01 ${system}`, next)
      expect(client.notices.join()).toContain('because the system prompt changed')
    })
  })

  test('says so when nothing changed', async () => {
    const [notice] = await noticesAfter({}, (emulator) => fetch(`${emulator.url}/_emulator/reset`, { method: 'POST' }))
    expect(notice).toContain('may have dropped it')
  })

  test('is none after the time to live', async () => {
    const later = async (): Promise<void> => {
      today = new Date(today.getTime() + 301_000)
      monotonic += 301_000
      await Promise.resolve()
    }
    expect(await noticesAfter({ tools: [tool(manual('no tool'))] }, later)).toEqual([])
  })
})

test('the AWS SDK reads from the cache what the client has written', async () => {
  await withEmulator(async (client, emulator) => {
    const request = { model: 'claude-sonnet-4-5', messages: conversation(1), system, maxTokens: 20 }
    const reply = await client.invoke(request)
    const sdk = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: emulator.url,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    })
    const answer = await sdk.send(
      new InvokeModelCommand({ modelId: reply.model.calledId, body: JSON.stringify(sentBy(emulator)) }),
    )
    sdk.destroy()
    const { usage } = JSON.parse(new TextDecoder().decode(answer.body)) as {
      usage: { cache_read_input_tokens: number; cache_creation_input_tokens: number }
    }
    expect(usage.cache_read_input_tokens).toBe(reply.usage.cacheWriteInputTokens)
    expect(usage.cache_creation_input_tokens).toBe(0)
  })
})
