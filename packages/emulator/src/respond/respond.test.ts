import { Buffer } from 'node:buffer'
import { connect } from 'node:http2'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { signRequest } from '@outcrop/wire/sigv4'
import { describe, expect, test } from 'vitest'
import {
  ask,
  converse,
  emulated,
  emulatedHere,
  eventsIn,
  framesOf,
  ids,
  invoke,
  pathOf,
  plainBody,
} from '../../testing/emulated.js'
import { StoppedClock } from '../../testing/stopped-clock.js'
import { exampleCredential } from '../index.js'

const emulator = await emulated()
const prompt = { messages: [{ role: 'user', content: [{ text: 'What is the weather in Rome?' }] }] }
const toolConfig = {
  tools: [
    {
      toolSpec: {
        name: 'get_weather',
        inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
      },
    },
  ],
}
const names = (raw: readonly string[]) => raw.filter((_, index) => index % 2 === 0)
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const stream = (id: string, action: string, body: unknown, http2 = false) =>
  ask(emulator, { path: pathOf(id, action), body, http2 })

describe('headers stand in the order of Bedrock’s', () => {
  const five = ['Date', 'Content-Type', 'Content-Length', 'Connection', 'x-amzn-RequestId']
  const fiveStreamed = ['Date', 'Content-Type', 'Transfer-Encoding', 'Connection', 'x-amzn-RequestId']
  const ours = 'x-outcrop-emulator'

  test('InvokeModel', async () => {
    const { rawHeaders, headers, json } = await invoke(emulator, ids.haiku45, plainBody)
    expect(names(rawHeaders)).toEqual([
      ...five,
      'X-Amzn-Bedrock-Invocation-Latency',
      'X-Amzn-Bedrock-Output-Token-Count',
      'X-Amzn-Bedrock-Input-Token-Count',
      ours,
    ])
    expect(headers['x-amzn-requestid']).toMatch(uuid)
    expect(headers[ours]).toBe('1')
    expect(headers['date']).toBe('Sun, 22 Nov 2026 12:00:00 GMT')
    expect(headers['x-amzn-bedrock-output-token-count']).toBe(String(json.usage.output_tokens))
    expect(headers['x-amzn-bedrock-input-token-count']).toBe(String(json.usage.input_tokens))
    expect(Number(headers['x-amzn-bedrock-invocation-latency'])).toBeGreaterThanOrEqual(1)
  })

  test('InvokeModelWithResponseStream', async () => {
    const { rawHeaders, headers } = await stream(ids.haiku45, 'invoke-with-response-stream', plainBody)
    expect(names(rawHeaders)).toEqual([...fiveStreamed, 'X-Amzn-Bedrock-Content-Type', ours])
    expect(headers['content-type']).toBe('application/vnd.amazon.eventstream')
    expect(headers['x-amzn-bedrock-content-type']).toBe('application/json')
  })

  test('Converse and ConverseStream', async () => {
    expect(names((await converse(emulator, ids.haiku45, prompt)).rawHeaders)).toEqual([...five, ours])
    expect(names((await stream(ids.haiku45, 'converse-stream', prompt)).rawHeaders)).toEqual([...fiveStreamed, ours])
  })

  test('errors', async () => {
    const { rawHeaders, headers } = await invoke(emulator, 'nothing', plainBody)
    expect(names(rawHeaders)).toEqual([...five, 'x-amzn-ErrorType', ours])
    expect(headers['content-type']).toBe('application/json')
    expect(headers['x-amzn-requestid']).toMatch(uuid)
  })

  test('over HTTP/2 they are lower case, and say nothing of the connection', async () => {
    const { headers } = await stream(ids.haiku45, 'invoke', plainBody, true)
    expect(Object.keys(headers)).toEqual([
      'date',
      'content-type',
      'content-length',
      'x-amzn-requestid',
      'x-amzn-bedrock-invocation-latency',
      'x-amzn-bedrock-output-token-count',
      'x-amzn-bedrock-input-token-count',
      ours,
    ])
  })
})

describe('InvokeModel', () => {
  test('answers with Claude’s message, keys in order', async () => {
    const { json } = await invoke(emulator, ids.haiku45, plainBody)
    expect(Object.keys(json)).toEqual([
      'model',
      'id',
      'type',
      'role',
      'content',
      'stop_reason',
      'stop_sequence',
      'usage',
    ])
    expect(json.model).toBe('claude-haiku-4-5-20251001')
    expect(json.id).toMatch(/^msg_bdrk_01[A-Za-z0-9]{22}$/)
    expect(Object.keys(json.usage)).toEqual([
      'input_tokens',
      'cache_creation_input_tokens',
      'cache_read_input_tokens',
      'cache_creation',
      'output_tokens',
    ])
  })

  test('tells more on the newer models', async () => {
    const { json } = await invoke(emulator, ids.opus48, plainBody)
    expect(json.model).toBe('claude-opus-4-8')
    expect(json.id).toMatch(/^msg_bdrk_[a-z0-9]{52}$/)
    expect(json.stop_details).toBeNull()
    expect(json.usage.output_tokens_details).toEqual({ thinking_tokens: 0 })
    expect(json.usage.service_tier).toBe('standard')
  })
})

describe('InvokeModelWithResponseStream', () => {
  test('streams Claude’s events in chunks with padding', async () => {
    const answer = await stream(ids.haiku45, 'invoke-with-response-stream', plainBody)
    const frames = framesOf(answer)
    const lengths = frames.map(({ payload }) => payload.p.length)
    for (const { eventType, payload } of frames) {
      expect(eventType).toBe('chunk')
      expect(Object.keys(payload)).toEqual(['bytes', 'p'])
      expect('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.startsWith(payload.p)).toBe(true)
    }
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(2)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(61)
    expect(new Set(lengths).size).toBeGreaterThan(10)
    const events = eventsIn(answer)
    const types = events.map(({ type }) => type)
    expect([types[0], types[1], ...types.slice(-3)]).toEqual([
      'message_start',
      'content_block_start',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(types.filter((type) => type === 'content_block_delta').length).toBeGreaterThan(5)
    expect(types).not.toContain('ping')
  })

  test('ends with the metrics of the whole', async () => {
    const events = eventsIn(await stream(ids.haiku45, 'invoke-with-response-stream', plainBody))
    const { usage } = events.find(({ type }) => type === 'message_delta')
    const { message } = events[0]
    const metrics = events.at(-1)['amazon-bedrock-invocationMetrics']
    expect(Object.keys(metrics)).toEqual([
      'inputTokenCount',
      'outputTokenCount',
      'invocationLatency',
      'firstByteLatency',
    ])
    expect(metrics.inputTokenCount).toBe(message.usage.input_tokens)
    expect(metrics.outputTokenCount).toBe(usage.output_tokens)
  })

  test('begins tools with an empty input and an empty piece', async () => {
    const tools = [{ name: 'get_weather', input_schema: toolConfig.tools[0]!.toolSpec.inputSchema.json }]
    const body = { ...plainBody, tools, messages: [{ role: 'user', content: 'The weather in Rome?' }] }
    const events = eventsIn(await stream(ids.haiku45, 'invoke-with-response-stream', body))
    const start = events.findIndex(({ content_block: block }) => block?.type === 'tool_use')
    expect(events[start].content_block.input).toEqual({})
    expect(events[start + 1].delta).toEqual({ type: 'input_json_delta', partial_json: '' })
    expect(
      events
        .filter(({ index }) => index === 1)
        .map(({ delta }) => delta?.partial_json ?? '')
        .join(''),
    ).toBe('{"city":"Rome"}')
  })
})

describe('Converse', () => {
  test('answers with keys in alphabetical order', async () => {
    const { json, text } = await converse(emulator, ids.haiku45, { ...prompt, toolConfig })
    expect(Object.keys(json)).toEqual(['metrics', 'output', 'stopReason', 'usage'])
    expect(text).toContain('"output":{"message":{"content":[')
    expect(json.stopReason).toBe('tool_use')
    expect(json.output.message.content.at(-1).toolUse.toolUseId).toMatch(/^tooluse_[A-Za-z0-9_-]{22}$/)
    expect(json.usage.totalTokens).toBe(json.usage.inputTokens + json.usage.outputTokens)
  })

  test('takes all the model has where maxTokens is not said', async () => {
    const { json } = await converse(emulator, ids.haiku45, {
      messages: [{ role: 'user', content: [{ text: 'A story of 30000 words' }] }],
    })
    expect(json.stopReason).toBe('end_turn')
    expect(json.usage.outputTokens).toBeGreaterThan(20_000)
  })

  test('brings back what additionalModelResponseFieldPaths ask for', async () => {
    const body = {
      ...prompt,
      inferenceConfig: { stopSequences: ['e'] },
      additionalModelResponseFieldPaths: ['/stop_sequence'],
    }
    const { json } = await converse(emulator, ids.haiku45, body)
    expect(json.stopReason).toBe('stop_sequence')
    expect(json.additionalModelResponseFields).toEqual({ stop_sequence: 'e' })
  })
})

describe('ConverseStream', () => {
  test('has a start only for tools, and usage only at the end', async () => {
    const frames = framesOf(await stream(ids.haiku45, 'converse-stream', { ...prompt, toolConfig }, true))
    const types = frames.map(({ eventType }) => eventType)
    expect(types[0]).toBe('messageStart')
    expect(types.slice(-2)).toEqual(['messageStop', 'metadata'])
    expect(types.filter((type) => type === 'contentBlockStart')).toHaveLength(1)
    expect(types[1]).toBe('contentBlockDelta')
    for (const { payload } of frames) expect(Object.keys(payload)).toEqual(Object.keys(payload).toSorted())
    for (const { payload } of frames) expect(payload.p).toMatch(/^ab/)
    expect(frames.at(-1)?.payload.usage.outputTokens).toBeGreaterThan(0)
  })

  test('shows thinking as reasoning, and ends it with one signature', async () => {
    const body = {
      ...prompt,
      additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 2000 } },
      inferenceConfig: { maxTokens: 4000 },
    }
    const deltas = framesOf(await stream(ids.haiku45, 'converse-stream', body))
      .filter(({ payload }) => payload.contentBlockIndex === 0 && payload.delta)
      .map(({ payload }) => Object.keys(payload.delta.reasoningContent)[0])
    expect(deltas.at(-1)).toBe('signature')
    expect(deltas.filter((kind) => kind === 'text').length).toBeGreaterThan(1)
  })
})

describe('latency', () => {
  const text = 'one two three four five six seven eight nine ten'
  const engine = {
    kind: 'scenario' as const,
    scenarios: [{ match: {}, reply: { text, usage: { output_tokens: 100 } } }],
  }

  /** Lets a paced answer come to its end, by moving the clock whenever it waits. */
  async function letPass<Result>(clock: StoppedClock, outcome: Promise<Result>): Promise<Result> {
    const progress = { done: false }
    const result = outcome.finally(() => (progress.done = true))
    while (!progress.done) {
      if (clock.sleeping > 0) clock.advance(clock.waits.at(-1) ?? 0)
      await nextTurn()
    }
    return result
  }

  test.each(['invoke', 'converse'])('holds back a whole answer: %s', async (action) => {
    const clock = new StoppedClock()
    const slow = await emulatedHere({ clock, engine, latency: { timeToFirstTokenMs: 500, tokensPerSecond: 50 } })
    const body = action === 'invoke' ? plainBody : prompt
    const answer = await letPass(clock, ask(slow, { path: pathOf(ids.haiku45, action), body, date: clock.now() }))
    expect(answer.status).toBe(200)
    expect(clock.waits).toEqual([500, 2000])
    expect(slow.requests()[0]?.timing.durationMs).toBe(2500)
  })

  test('paces a stream by its tokens', async () => {
    const clock = new StoppedClock()
    const slow = await emulatedHere({ clock, engine, latency: { timeToFirstTokenMs: 500, tokensPerSecond: 50 } })
    const asked = ask(slow, {
      path: pathOf(ids.haiku45, 'invoke-with-response-stream'),
      body: plainBody,
      date: clock.now(),
    })
    const events = eventsIn(await letPass(clock, asked))
    const metrics = events.at(-1)['amazon-bedrock-invocationMetrics']
    expect(metrics.firstByteLatency).toBe(500)
    expect(metrics.invocationLatency).toBe(2500)
    expect(clock.waits.length).toBeGreaterThan(2)
    expect(slow.requests()[0]?.timing.durationMs).toBe(2500)
  })

  test('varies by the jitter, always in the same way', async () => {
    const waits: number[][] = []
    for (let times = 0; times < 2; times += 1) {
      const clock = new StoppedClock()
      const slow = await emulatedHere({ clock, engine, latency: { timeToFirstTokenMs: 1000, jitter: 0.5 } })
      await letPass(clock, invoke(slow, ids.haiku45, plainBody, { date: clock.now() }))
      waits.push([...clock.waits])
    }
    expect(waits[0]).toEqual(waits[1])
    const [first] = waits.flat()
    expect(first).not.toBe(1000)
    expect(first).toBeGreaterThan(500)
    expect(first).toBeLessThan(1500)
  })

  test('ends with the client that leaves, and the journal says so', async () => {
    const clock = new StoppedClock()
    const slow = await emulatedHere({ clock, engine, latency: { timeToFirstTokenMs: 0, tokensPerSecond: 50 } })
    const session = connect(slow.url)
    session.on('error', () => {})
    const path = pathOf(ids.haiku45, 'invoke-with-response-stream')
    const host = `127.0.0.1:${slow.port}`
    const body = JSON.stringify(plainBody)
    const { host: _, ...headers } = signRequest(
      { method: 'POST', host, hostHeader: ':authority', path, headers: {}, body },
      exampleCredential,
      { region: 'us-east-1', service: 'bedrock', date: clock.now() },
    )
    const request = session.request({ ':method': 'POST', ':path': path, ...headers })
    request.on('error', () => {})
    request.end(Buffer.from(body))
    while (clock.sleeping === 0) await nextTurn()
    request.close()
    while (!slow.requests()[0]?.aborted) await nextTurn()
    session.destroy()
    expect(slow.requests()[0]?.status).toBe(200)
  })
})
