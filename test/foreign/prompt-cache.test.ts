/* The prompt cache as AWS's own client sees it: in the usage of every operation, and in headers. */
import {
  type CachePointBlock,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type Tool,
} from '@aws-sdk/client-bedrock-runtime'
import type { Message } from '@outcrop/wire/anthropic'
import { type EmulatorOptions, startEmulator } from '@outcrop/emulator'
import { describe, expect, onTestFinished, test } from 'vitest'
import { protocols, readChunks, readEvents, runtimeClient } from './aws-sdk.js'
import { HandClock } from './hand-clock.js'
import { opus48, scrubEnvironment, sonnet45 } from './local-bedrock.js'

scrubEnvironment()

const minutes = 60_000

async function caching(options: EmulatorOptions = {}) {
  const clock = new HandClock()
  const emulator = await startEmulator({ clock, clockSkewSeconds: 48 * 3_600, ...options })
  onTestFinished(() => emulator.close())
  return { clock, emulator }
}

const handbook = 'Every function has a name that says what it does. '.repeat(200)
const point = (ttl?: '5m' | '1h'): { cachePoint: CachePointBlock } => ({
  cachePoint: { type: 'default', ...(ttl && { ttl }) },
})
const hello = [{ role: 'user' as const, content: [{ text: 'Hello' }] }]
const cached = (more: Partial<ConverseCommandInput> = {}): ConverseCommandInput => ({
  modelId: sonnet45,
  system: [{ text: handbook }, point()],
  messages: hello,
  inferenceConfig: { maxTokens: 20 },
  ...more,
})
const body = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 20,
  system: [{ type: 'text', text: handbook, cache_control: { type: 'ephemeral' } }],
  messages: [{ role: 'user', content: 'Hello' }],
})

describe.each(protocols)('the AWS SDK over $protocol', ({ handler }) => {
  const clientOf = (url: string, region?: string) => runtimeClient(url, { ...handler(), ...(region && { region }) })

  test('reads what it wrote until five minutes after it was last used', async () => {
    const { clock, emulator } = await caching()
    const client = clientOf(emulator.url)
    const usage = async () => (await client.send(new ConverseCommand(cached()))).usage!
    const first = await usage()
    expect(first.cacheWriteInputTokens).toBeGreaterThan(1_024)
    expect(first).toMatchObject({
      cacheReadInputTokens: 0,
      cacheDetails: [{ ttl: '5m', inputTokens: first.cacheWriteInputTokens }],
      totalTokens: first.inputTokens! + first.cacheWriteInputTokens! + first.outputTokens!,
    })
    const read = {
      inputTokens: first.inputTokens,
      cacheReadInputTokens: first.cacheWriteInputTokens,
      cacheWriteInputTokens: 0,
      totalTokens: first.totalTokens,
    }
    clock.advance(5 * minutes - 1)
    expect(await usage()).toMatchObject(read)
    clock.advance(5 * minutes - 1)
    expect(await usage()).toMatchObject(read)
    clock.advance(5 * minutes)
    expect(await usage()).toMatchObject({ cacheReadInputTokens: 0, cacheWriteInputTokens: first.cacheWriteInputTokens })
  })

  test('finds the same counts in all four operations', async () => {
    const { emulator } = await caching()
    const client = clientOf(emulator.url)
    await client.send(new InvokeModelCommand({ modelId: sonnet45, body }))
    const whole = await client.send(new InvokeModelCommand({ modelId: sonnet45, body }))
    const { usage } = JSON.parse(new TextDecoder().decode(whole.body)) as Message
    const read = usage.cache_read_input_tokens!
    expect(read).toBeGreaterThan(1_024)
    expect(usage.cache_creation_input_tokens).toBe(0)

    const { body: chunks } = await client.send(new InvokeModelWithResponseStreamCommand({ modelId: sonnet45, body }))
    const events = await readChunks(chunks)
    expect(events[0]).toHaveProperty('message.usage.cache_read_input_tokens', read)
    expect(events.at(-1)).toHaveProperty('amazon-bedrock-invocationMetrics.cacheReadInputTokenCount', read)

    const converse = await client.send(new ConverseCommand(cached()))
    const { stream } = await client.send(new ConverseStreamCommand(cached()))
    const metadata = (await readEvents(stream)).at(-1)?.metadata
    expect(converse.usage).toMatchObject({ cacheReadInputTokens: read, inputTokens: usage.input_tokens })
    expect(metadata?.usage).toEqual(converse.usage)
  })

  test('finds the counts in the headers of InvokeModel', async () => {
    const { emulator } = await caching()
    const client = clientOf(emulator.url)
    const seen: Record<string, string>[] = []
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args)
        seen.push((result.response as { headers: Record<string, string> }).headers)
        return result
      },
      { step: 'deserialize', priority: 'high' },
    )
    const { body: answer } = await client.send(new InvokeModelCommand({ modelId: sonnet45, body }))
    await client.send(new InvokeModelCommand({ modelId: sonnet45, body }))
    const { usage } = JSON.parse(new TextDecoder().decode(answer)) as Message
    const written = String(usage.cache_creation_input_tokens)
    const counts = seen.map((headers) => [
      headers['x-amzn-bedrock-cache-write-input-token-count'],
      headers['x-amzn-bedrock-cache-read-input-token-count'],
      headers['x-amzn-bedrock-input-token-count'],
    ])
    expect(counts).toEqual([
      [written, '0', String(usage.input_tokens)],
      ['0', written, String(usage.input_tokens)],
    ])
  })

  test('writes tools for an hour, system and messages for five minutes, and reads what is left of them', async () => {
    const { clock, emulator } = await caching()
    const client = clientOf(emulator.url)
    const tools: Tool[] = [
      { toolSpec: { name: 'look', description: handbook, inputSchema: { json: { type: 'object' } } } },
      { cachePoint: { type: 'default', ttl: '1h' } },
    ]
    const input = cached({
      toolConfig: { tools },
      messages: [{ role: 'user', content: [{ text: 'Hello' }, point()] }],
    })
    const usage = async (more: Partial<ConverseCommandInput> = {}) =>
      (await client.send(new ConverseCommand({ ...input, ...more }))).usage!
    const first = await usage()
    const [short, long] = first.cacheDetails!
    expect([short?.ttl, long?.ttl]).toEqual(['5m', '1h'])
    expect(short!.inputTokens! + long!.inputTokens!).toBe(first.cacheWriteInputTokens)
    // Another system prompt: the tools are still there.
    expect(await usage({ system: [{ text: `${handbook}!` }, point()] })).toMatchObject({
      cacheReadInputTokens: long!.inputTokens,
    })
    clock.advance(59 * minutes)
    const later = await usage()
    expect(later).toMatchObject({ cacheReadInputTokens: long!.inputTokens, cacheWriteInputTokens: short!.inputTokens })
  })

  test('is told nothing of a prompt below the model’s minimum', async () => {
    const { emulator } = await caching()
    const client = clientOf(emulator.url)
    const system = [{ text: 'Be brief.' }, point()]
    for (const _ of [1, 2]) {
      const { usage } = await client.send(new ConverseCommand(cached({ system })))
      expect(usage).toMatchObject({ cacheReadInputTokens: 0, cacheWriteInputTokens: 0 })
      expect(usage).not.toHaveProperty('cacheDetails')
    }
  })

  test('shares nothing between regions and between models', async () => {
    const { emulator } = await caching()
    const read = async (region: string | undefined, modelId: string) => {
      const { usage } = await clientOf(emulator.url, region).send(new ConverseCommand(cached({ modelId })))
      return usage!.cacheReadInputTokens! > 0
    }
    const seen = []
    for (const [region, model] of [
      ['us-east-1', sonnet45],
      ['us-west-2', sonnet45],
      ['us-east-1', opus48],
      ['us-east-1', sonnet45],
      ['us-west-2', sonnet45],
    ] as const)
      seen.push(await read(region, model))
    expect(seen).toEqual([false, false, false, true, true])
  })

  test('pays no quota for what it reads', async () => {
    const { emulator } = await caching()
    const client = clientOf(emulator.url)
    const first = (await client.send(new ConverseCommand(cached()))).usage!
    const second = (await client.send(new ConverseCommand(cached()))).usage!
    expect(emulator.requests().map(({ charged }) => charged)).toEqual([
      first.inputTokens! + first.cacheWriteInputTokens! + 5 * first.outputTokens!,
      second.inputTokens! + 5 * second.outputTokens!,
    ])
  })
})
