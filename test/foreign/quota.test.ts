/* Quotas as AWS's own client meets them: what is refused, as what, and what a call costs. */
import {
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ThrottlingException,
} from '@aws-sdk/client-bedrock-runtime'
import { type ModelQuota, startEmulator } from '@outcrop/emulator'
import { describe, expect, onTestFinished, test } from 'vitest'
import { protocols, readEvents, runtimeClient } from './aws-sdk.js'
import { HandClock } from './hand-clock.js'
import { opus48, scrubEnvironment, sonnet45 } from './local-bedrock.js'

scrubEnvironment()

const hours = 3_600_000

/** An emulator that lets Sonnet 4.5 be used only so much, and a clock for it. */
async function limited(quota: ModelQuota, more: object = {}) {
  const clock = new HandClock()
  const emulator = await startEmulator({
    clock,
    clockSkewSeconds: (48 * hours) / 1_000,
    quotas: { 'claude-sonnet-4-5': quota },
    ...more,
  })
  onTestFinished(() => emulator.close())
  return { clock, emulator }
}

const messages = [{ role: 'user' as const, content: [{ text: 'Write a median function in TypeScript' }] }]
const asking = (maxTokens: number, modelId = sonnet45): ConverseCommandInput => ({
  modelId,
  messages,
  inferenceConfig: { maxTokens },
})
const body = (maxTokens: number) =>
  JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: maxTokens,
    messages: [{ role: 'user', content: 'Write a median function in TypeScript' }],
  })

describe.each(protocols)('the AWS SDK over $protocol', ({ handler }) => {
  const clientOf = (url: string, region?: string) =>
    runtimeClient(url, { ...handler(), maxAttempts: 1, ...(region && { region }) })

  test.each([
    ['requestsPerMinute', 'Too many requests, please wait before trying again.'],
    ['tokensPerMinute', 'Too many tokens, please wait before trying again.'],
    ['tokensPerDay', 'Too many tokens per day, please wait before trying again.'],
  ])('gets a ThrottlingException of every operation when %s is used up', async (limit, message) => {
    const { emulator } = await limited({ [limit]: 0 })
    const client = clientOf(emulator.url)
    const calls = [
      () => client.send(new InvokeModelCommand({ modelId: sonnet45, body: body(100) })),
      () => client.send(new InvokeModelWithResponseStreamCommand({ modelId: sonnet45, body: body(100) })),
      () => client.send(new ConverseCommand(asking(100))),
      () => client.send(new ConverseStreamCommand(asking(100))),
    ]
    for (const call of calls) {
      const error: unknown = await call().catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(ThrottlingException)
      expect(error).toMatchObject({ name: 'ThrottlingException', message, $metadata: { httpStatusCode: 429 } })
    }
  })

  test('tries three times by itself, which a quota of a minute outlasts', async () => {
    const { emulator } = await limited({ requestsPerMinute: 1 })
    const client = runtimeClient(emulator.url, handler())
    await client.send(new ConverseCommand(asking(100)))
    await expect(client.send(new ConverseCommand(asking(100)))).rejects.toMatchObject({
      name: 'ThrottlingException',
      $metadata: { attempts: 3 },
    })
    expect(emulator.requests().map(({ status }) => status)).toEqual([200, 429, 429, 429])
  })

  test('is charged what its usage says: input and five times output, however much it reserved', async () => {
    const { emulator } = await limited({ tokensPerMinute: 1_000_000 })
    const { usage } = await clientOf(emulator.url).send(new ConverseCommand(asking(64_000)))
    expect(emulator.requests()[0]?.charged).toBe(usage!.inputTokens! + 5 * usage!.outputTokens!)
  })

  test('is refused for a generous max_tokens, and let through with a tight one', async () => {
    const { emulator } = await limited({ tokensPerMinute: 5_000, refill: 'window' })
    const client = clientOf(emulator.url)
    await expect(client.send(new ConverseCommand(asking(5_000)))).rejects.toThrow('Too many tokens, please wait')
    const { stopReason } = await client.send(new ConverseCommand(asking(20)))
    expect(stopReason).toBe('max_tokens')
    await expect(client.send(new ConverseCommand(asking(4_900)))).rejects.toThrow('Too many tokens, please wait')
  })

  test('pays off in a bucket what burndown took beyond the reservation', async () => {
    const { clock, emulator } = await limited({ tokensPerMinute: 600 })
    const client = clientOf(emulator.url)
    // Held are some 10 + 200, and used are some 10 + 5 × 200: 400 more than there is, which takes 40 seconds and more.
    const { usage } = await client.send(new ConverseCommand({ ...asking(200), messages: longAnswer }))
    const debt = usage!.inputTokens! + 5 * usage!.outputTokens! - 600
    expect(usage!.outputTokens).toBe(200)
    const again = () => client.send(new ConverseCommand(asking(1)))
    clock.advance(debt * 100)
    await expect(again()).rejects.toThrow('Too many tokens, please wait')
    clock.advance(5_000)
    await expect(again()).resolves.toMatchObject({ stopReason: 'max_tokens' })
  })

  test('begins anew with each minute of a window', async () => {
    const { clock, emulator } = await limited({ requestsPerMinute: 1, refill: 'window' })
    const client = clientOf(emulator.url)
    clock.toNextMinute()
    clock.advance(59_999)
    await client.send(new ConverseCommand(asking(10)))
    await expect(client.send(new ConverseCommand(asking(10)))).rejects.toThrow(ThrottlingException)
    clock.advance(1)
    await expect(client.send(new ConverseCommand(asking(10)))).resolves.toHaveProperty('usage')
  })

  test('has another quota in another region and for another model', async () => {
    const { emulator } = await limited({ requestsPerMinute: 1 })
    await clientOf(emulator.url).send(new ConverseCommand(asking(10)))
    await expect(clientOf(emulator.url).send(new ConverseCommand(asking(10)))).rejects.toThrow(ThrottlingException)
    await expect(clientOf(emulator.url, 'us-west-2').send(new ConverseCommand(asking(10)))).resolves.toBeTruthy()
    await expect(clientOf(emulator.url).send(new ConverseCommand(asking(10, opus48)))).resolves.toBeTruthy()
  })

  test('that leaves a stream has used its input and what came', async () => {
    const { emulator } = await limited({ tokensPerMinute: 10_000 }, { latency: { tokensPerSecond: 10 } })
    const client = clientOf(emulator.url)
    const controller = new AbortController()
    const { stream } = await client.send(new ConverseStreamCommand(asking(5_000)), { abortSignal: controller.signal })
    const read = readEvents(stream).catch((error: unknown) => error)
    controller.abort()
    await read
    await expect.poll(() => emulator.requests()[0]?.charged).toBeDefined()
    const [entry] = emulator.requests()
    expect(entry).toMatchObject({ aborted: true, usage: { output_tokens: 0 }, charged: entry?.usage?.input_tokens })
  })
})

const longAnswer = [{ role: 'user' as const, content: [{ text: 'A story of 3000 words' }] }]
