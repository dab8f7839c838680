import { describe, expect, onTestFinished, test } from 'vitest'
import { type Asked, ask, eventsIn, framesOf, ids, pathOf, plainBody } from '../../testing/emulated.js'
import { StoppedClock } from '../../testing/stopped-clock.js'
import { type EmulatorOptions, startEmulator } from '../index.js'

const minutes = 60_000
const mark = { type: 'ephemeral' }
// Far more than the 1,024 tokens that Opus 4.8 caches from, and the 4,096 of Haiku 4.5.
const handbook = 'Every function has a name that says what it does. '.repeat(600)
const few = 'Be brief. '

const bodyWith = (system: readonly object[], more: object = {}) => ({ ...plainBody, max_tokens: 50, system, ...more })
const cachedBody = bodyWith([{ type: 'text', text: handbook, cache_control: mark }])

async function caching(options: EmulatorOptions = {}) {
  const clock = new StoppedClock()
  const emulator = await startEmulator({ clock, ...options })
  onTestFinished(() => emulator.close())
  const call = (
    body: unknown,
    { model = ids.opus48, action = 'invoke', ...more }: Partial<Asked> & { model?: string; action?: string } = {},
  ) => ask(emulator, { path: pathOf(model, action), body, date: clock.now(), ...more })
  const usage = async (...given: Parameters<typeof call>) => (await call(...given)).json.usage
  return { clock, emulator, call, usage }
}

describe('the same request again', () => {
  test('reads what it wrote, until its time is over', async () => {
    const { clock, usage } = await caching()
    const first = await usage(cachedBody)
    const written = first.cache_creation_input_tokens
    expect(written).toBeGreaterThan(4_096)
    expect(first).toMatchObject({
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
    })
    clock.advance(5 * minutes - 1)
    const read = {
      input_tokens: first.input_tokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: written,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    }
    expect(await usage(cachedBody)).toMatchObject(read)
    clock.advance(5 * minutes - 1)
    expect(await usage(cachedBody)).toMatchObject(read)
    clock.advance(5 * minutes)
    expect(await usage(cachedBody)).toEqual(first)
  })

  test('counts as much as without a cache, divided', async () => {
    const { usage } = await caching()
    const plain = await usage(bodyWith([{ type: 'text', text: handbook }]))
    const { input_tokens: input, cache_creation_input_tokens: written } = await usage(cachedBody)
    expect(plain).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 0 })
    expect(input + written).toBe(plain.input_tokens)
  })

  test('lives an hour where that was asked for', async () => {
    const { clock, usage } = await caching()
    const body = bodyWith([{ type: 'text', text: handbook, cache_control: { ...mark, ttl: '1h' } }])
    const { cache_creation: split, cache_creation_input_tokens: written } = await usage(body)
    expect(split).toEqual({ ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: written })
    clock.advance(60 * minutes - 1)
    expect((await usage(body)).cache_read_input_tokens).toBe(written)
  })

  test('reads nothing in another region, on another model, or where the prompt is too short', async () => {
    const { usage } = await caching()
    const { cache_creation_input_tokens: written } = await usage(cachedBody)
    expect((await usage(cachedBody, { region: 'us-west-2' })).cache_read_input_tokens).toBe(0)
    expect((await usage(cachedBody, { model: ids.haiku45 })).cache_read_input_tokens).toBe(0)
    expect((await usage(cachedBody, { model: ids.opus48.replace('us.', 'global.') })).cache_read_input_tokens).toBe(
      written,
    )
    const short = bodyWith([{ type: 'text', text: few, cache_control: mark }])
    for (const _ of [1, 2])
      expect(await usage(short)).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 0 })
  })

  test('reads across the shapes in which it can be sent', async () => {
    const { usage } = await caching()
    const { cache_creation_input_tokens: written, input_tokens: input } = await usage(cachedBody)
    const converse = {
      system: [{ text: handbook }, { cachePoint: { type: 'default' } }],
      messages: [{ role: 'user', content: [{ text: 'Write a median function' }] }],
      inferenceConfig: { maxTokens: 50 },
    }
    const read = await usage(converse, { action: 'converse' })
    expect(read).toMatchObject({ cacheReadInputTokens: written, cacheWriteInputTokens: 0, inputTokens: input })
  })

  test('a conversation reads its last turn and writes the new one', async () => {
    const { usage } = await caching()
    const turn = (role: string, text: string, point = false) => ({
      role,
      content: [{ type: 'text', text, ...(point && { cache_control: mark }) }],
    })
    const first = await usage({ ...plainBody, messages: [turn('user', handbook, true)] })
    const second = await usage({
      ...plainBody,
      messages: [turn('user', handbook), turn('assistant', 'Yes.'), turn('user', 'Why?', true)],
    })
    expect(second.cache_read_input_tokens).toBe(first.cache_creation_input_tokens)
    expect(second.cache_creation_input_tokens).toBeGreaterThan(0)
    expect(second.cache_creation_input_tokens).toBeLessThan(30)
    expect(second.input_tokens).toBe(first.input_tokens)
  })
})

describe('usage says so everywhere', () => {
  test('in the headers of InvokeModel, in Bedrock’s order', async () => {
    const { call } = await caching()
    const first = await call(cachedBody)
    const again = await call(cachedBody)
    const written = String(first.json.usage.cache_creation_input_tokens)
    expect(first.headers).toMatchObject({
      'x-amzn-bedrock-cache-write-input-token-count': written,
      'x-amzn-bedrock-cache-read-input-token-count': '0',
    })
    expect(again.headers).toMatchObject({
      'x-amzn-bedrock-cache-write-input-token-count': '0',
      'x-amzn-bedrock-cache-read-input-token-count': written,
      'x-amzn-bedrock-input-token-count': String(again.json.usage.input_tokens),
    })
    expect(again.rawHeaders.filter((name) => /^X-Amzn-Bedrock-.*Count$/.test(name))).toEqual([
      'X-Amzn-Bedrock-Cache-Write-Input-Token-Count',
      'X-Amzn-Bedrock-Cache-Read-Input-Token-Count',
      'X-Amzn-Bedrock-Output-Token-Count',
      'X-Amzn-Bedrock-Input-Token-Count',
    ])
  })

  test('in the first event and the metrics of a stream', async () => {
    const { call, usage } = await caching()
    const { cache_creation_input_tokens: written, input_tokens: input } = await usage(cachedBody)
    const events = eventsIn(await call(cachedBody, { action: 'invoke-with-response-stream' }))
    expect(events[0].message.usage).toMatchObject({ input_tokens: input, cache_read_input_tokens: written })
    expect(events.at(-1)['amazon-bedrock-invocationMetrics']).toMatchObject({
      inputTokenCount: input,
      cacheReadInputTokenCount: written,
      cacheWriteInputTokenCount: 0,
    })
  })

  test('in Converse under both spellings, with details of what was written', async () => {
    const { call } = await caching()
    const system = [{ text: handbook }, { cachePoint: { type: 'default', ttl: '1h' } }]
    const messages = [{ role: 'user', content: [{ text: 'Hello' }] }]
    const { usage } = (await call({ system, messages }, { action: 'converse' })).json
    const written = usage.cacheWriteInputTokens
    expect(written).toBeGreaterThan(4_096)
    expect(usage).toMatchObject({
      cacheDetails: [{ inputTokens: written, ttl: '1h' }],
      cacheReadInputTokenCount: 0,
      cacheReadInputTokens: 0,
      cacheWriteInputTokenCount: written,
      totalTokens: usage.inputTokens + written + usage.outputTokens,
    })
    const frames = framesOf(await call({ system, messages }, { action: 'converse-stream' }))
    const streamed = frames.at(-1)!.payload.usage
    expect(streamed).toMatchObject({
      cacheReadInputTokens: written,
      cacheReadInputTokenCount: written,
      cacheWriteInputTokens: 0,
    })
    expect(streamed).not.toHaveProperty('cacheDetails')
  })

  test('in the journal, where reading costs no quota', async () => {
    const { emulator, call } = await caching()
    await call(cachedBody)
    const { usage } = (await call(cachedBody)).json
    const [first, second] = emulator.requests()
    expect(second).toMatchObject({ usage, charged: usage.input_tokens + 15 * usage.output_tokens })
    expect(first?.charged).toBe(usage.input_tokens + usage.cache_read_input_tokens + 15 * usage.output_tokens)
  })
})

describe('what limits and what is set', () => {
  test('a prompt from the cache passes a quota that it would not pass otherwise', async () => {
    const { clock, call } = await caching({
      quotas: { 'claude-opus-4-8': { tokensPerMinute: 15_000, refill: 'window' } },
    })
    expect((await call(cachedBody)).status).toBe(200)
    const other = bodyWith([{ type: 'text', text: `${handbook}!`, cache_control: mark }])
    expect((await call(other)).status).toBe(429)
    expect((await call(cachedBody)).status).toBe(200)
    clock.advance(minutes)
    // Refused, it has written nothing.
    expect((await call(other)).json.usage.cache_read_input_tokens).toBe(0)
  })

  test('a reset empties it', async () => {
    const { emulator, usage } = await caching()
    await usage(cachedBody)
    emulator.reset()
    expect((await usage(cachedBody)).cache_read_input_tokens).toBe(0)
  })

  test('a scenario that dictates counts has the last word', async () => {
    const reply = { text: 'Yes.', usage: { input_tokens: 7, cache_read_input_tokens: 900 } }
    const { usage } = await caching({ engine: { kind: 'scenario', scenarios: [{ match: {}, reply }] } })
    expect(await usage(cachedBody)).toMatchObject({
      input_tokens: 7,
      cache_read_input_tokens: 900,
      cache_creation_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    })
  })

  test('without a mark only if it is told to, and only on models that do so', async () => {
    const plain = bodyWith([{ type: 'text', text: handbook }])
    const { usage: explicit } = await caching()
    await explicit(plain)
    expect((await explicit(plain)).cache_read_input_tokens).toBe(0)
    const { usage } = await caching({ promptCache: { implicit: true } })
    const { cache_creation_input_tokens: written } = await usage(plain)
    expect(written).toBeGreaterThan(4_096)
    expect((await usage(plain)).cache_read_input_tokens).toBe(written)
    await usage(plain, { model: ids.opus45 })
    expect((await usage(plain, { model: ids.opus45 })).cache_read_input_tokens).toBe(0)
  })

  test('its minutes can be made to pass faster', async () => {
    const { clock, usage } = await caching({ promptCache: { timeScale: 300 } })
    await usage(cachedBody)
    clock.advance(999)
    expect((await usage(cachedBody)).cache_read_input_tokens).toBeGreaterThan(0)
    clock.advance(1_000)
    expect((await usage(cachedBody)).cache_read_input_tokens).toBe(0)
  })
})
