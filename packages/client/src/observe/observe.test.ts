import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { metrics, trace, context } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { clientFor, exampleKey } from '../../testing/client.js'
import { eventsOfText, messageOf, sendError, sendJson, sendStream, startServer } from '../../testing/loopback.js'
import type { Answer } from '../../testing/loopback.js'
import type { ClientOptions, LogRecord, ObservedEvent } from '../index.js'

const names = [
  'outcrop:call:start',
  'outcrop:call:end',
  'outcrop:call:error',
  'outcrop:attempt:start',
  'outcrop:attempt:end',
  'outcrop:notice',
]
const busy: Answer = (response, _request, index) =>
  index === 0
    ? sendError(response, {
        status: 503,
        type: 'ServiceUnavailableException',
        message: 'Bedrock is unable to process your request.',
      })
    : sendJson(response, 200, messageOf('Hello'))
const ask = { model: 'claude-haiku-4-5', prompt: 'A SECRET PROMPT', maxTokens: 50 }

async function heard(run: () => Promise<unknown>): Promise<ObservedEvent[]> {
  const events: ObservedEvent[] = []
  const hear = (event: unknown) => void events.push(event as ObservedEvent)
  for (const name of names) subscribe(name, hear)
  try {
    await run()
  } finally {
    for (const name of names) unsubscribe(name, hear)
  }
  return events
}

async function serving(answer: Answer, options: ClientOptions = {}) {
  const server = await startServer(answer)
  return { ...clientFor(server.url, options), server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

describe('the channels', () => {
  test('tell of a call and each of its attempts, by one id, with waits and usage and without what was said', async () => {
    await using here = await serving(busy)
    const events = await heard(() => here.client.invoke(ask, { tags: { project: 'docs' } }))
    expect(events.map(({ type }) => type)).toEqual([
      'outcrop:call:start',
      'outcrop:attempt:start',
      'outcrop:attempt:end',
      'outcrop:attempt:start',
      'outcrop:attempt:end',
      'outcrop:call:end',
    ])
    const ids = new Set(events.map((event) => ('callId' in event ? event.callId : '')))
    expect(ids.size).toBe(1)
    expect(events[0]).toMatchObject({ tags: { project: 'docs' }, parameters: { maxTokens: 50 } })
    expect(events[2]).toMatchObject({ attempt: 1, outcome: 'unavailable', status: 503, waitedMs: 0 })
    expect(events[3]).toMatchObject({ attempt: 2, region: 'us-east-1', surface: 'invoke', operation: 'InvokeModel' })
    expect((events[3] as { waitedMs: number }).waitedMs).toBeGreaterThan(0)
    expect(events[4]).toMatchObject({ outcome: 'ok', status: 200, usage: { inputTokens: 11, outputTokens: 7 } })
    expect(events[5]).toMatchObject({ attempts: 2, model: { key: 'claude-haiku-4-5' }, stopReason: 'end_turn' })
    expect(JSON.stringify(events)).not.toMatch(/SECRET|Hello/)
  })

  test('tell of a call that failed, of a stream’s first event, and of notices', async () => {
    await using here = await serving((response, _request, index) =>
      index === 0
        ? sendError(response, { status: 400, type: 'ValidationException', message: 'No.' })
        : sendStream(response, eventsOfText('Hello')),
    )
    const events = await heard(async () => {
      await here.client.invoke(ask).catch(() => undefined)
      await here.client.stream(ask).finalText()
      clientFor(here.server.url, { environment: { HOME: '/nowhere' } })
    })
    const failed = events.find(({ type }) => type === 'outcrop:call:error')
    expect(failed).toMatchObject({ error: { code: 'invalid_request' } })
    expect(events.at(-2)).toMatchObject({ type: 'outcrop:call:end', delivery: 'events', firstEventMs: 0 })
    expect(events.at(-1)).toMatchObject({ type: 'outcrop:notice', notice: expect.stringContaining('AWS_REGION') })
  })

  test('cost nothing where nobody listens: nothing is said, and no telemetry is loaded', async () => {
    const { Observation } = await import('./observation.js')
    const say = vi.spyOn(Observation.prototype, 'say')
    const prepare = vi.spyOn(Observation.prototype, 'prepare')
    await using here = await serving(busy)
    await here.client.invoke(ask)
    expect(say).not.toHaveBeenCalled()
    expect(prepare).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })
})

describe('the log', () => {
  const logging = async (level: NonNullable<ClientOptions['logLevel']>, answer: Answer = busy) => {
    const records: LogRecord[] = []
    await using here = await serving(answer, { logger: (record) => void records.push(record), logLevel: level })
    await here.client.invoke(ask).catch(() => undefined)
    return records
  }

  test('says of a success when, what and how long', async () => {
    const [record, ...more] = await logging('info')
    expect(more).toEqual([])
    expect(record).toMatchObject({
      level: 'info',
      event: 'bedrock_success',
      timestamp: expect.stringMatching(/^2026-11-22T12:00:/),
      latency: expect.any(Number),
      model: 'claude-haiku-4-5',
      attempts: 2,
      usage: { inputTokens: 11 },
    })
  })

  test('says of a failure its status, code and remedy', async () => {
    const refuse: Answer = (response) =>
      sendError(response, { status: 403, type: 'AccessDeniedException', message: 'bedrock:InvokeModel? No.' })
    expect(await logging('error', refuse)).toEqual([
      expect.objectContaining({ event: 'bedrock_error', errorCode: 403, code: 'access_denied', attempts: 1 }),
    ])
  })

  test.each([
    ['silent', []],
    ['error', []],
    ['warn', []],
    ['info', ['bedrock_success']],
    ['debug', ['bedrock_attempt', 'bedrock_attempt', 'bedrock_success']],
  ] as const)('at the level %s holds %j of a call that came right', async (level, events) => {
    expect((await logging(level)).map(({ event }) => event)).toEqual(events)
  })

  test('never ends a call that went well', async () => {
    await using here = await serving(busy, {
      logLevel: 'info',
      logger: () => {
        throw new Error('disk full')
      },
    })
    expect((await here.client.invoke(ask)).text).toBe('Hello')
    expect(here.client.notices).toEqual([expect.stringContaining('disk full')])
  })
})

describe('BEDROCK_DEBUG', () => {
  test('shows each attempt on standard error, without a secret that the service repeats', async () => {
    const environment = { HOME: '/nowhere', AWS_REGION: 'us-east-1', ...exampleKey, BEDROCK_DEBUG: 'true' }
    const secret = exampleKey.AWS_SECRET_ACCESS_KEY
    const lines: string[] = []
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
    await using here = await serving(
      (response, _request, index) =>
        index === 0
          ? sendError(response, { status: 503, type: 'ServiceUnavailableException', message: `Down: ${secret}` })
          : sendJson(response, 200, messageOf('Hello'), { 'x-amzn-requestid': `id-${secret}` }),
      { environment },
    )
    await here.client.invoke(ask)
    vi.restoreAllMocks()
    const text = lines.join('')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/attempt 1: InvokeModel of us\.anthropic\.claude-haiku-4-5\S+ in us-east-1 \(invoke\)\n$/)
    expect(lines[1]).toMatch(/attempt 1: unavailable, \d+ ms, status 503, request id \S+, Down: …\n$/)
    expect(lines[2]).toMatch(/attempt 2: .* after a wait of \d+ ms\n$/)
    expect(lines[3]).toMatch(/attempt 2: ok, \d+ ms, status 200, request id id-…, 11 tokens in, 7 out, \$0\.\d{6}\n$/)
    expect(text).not.toContain(secret)
    expect(text).not.toContain('SECRET PROMPT')
  })
})

describe('OpenTelemetry', () => {
  afterEach(() => {
    trace.disable()
    metrics.disable()
    context.disable()
  })

  function collect() {
    const spans = new InMemorySpanExporter()
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }))
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
    const points = async () => {
      const { resourceMetrics } = await reader.collect()
      return resourceMetrics.scopeMetrics.flatMap(({ metrics: all }) =>
        all.flatMap(({ descriptor, dataPoints }) =>
          dataPoints.map(({ attributes, value }) => ({
            name: descriptor.name,
            attributes,
            sum: (value as { sum: number }).sum,
          })),
        ),
      )
    }
    return { spans, points }
  }

  test('has a span and metrics by its conventions, also of a stream', async () => {
    const { spans, points } = collect()
    await using here = await serving((response) => sendStream(response, eventsOfText('Hello')))
    await here.client.stream({ ...ask, temperature: 0.5 }).finalText()
    const [span] = spans.getFinishedSpans()
    expect(span).toMatchObject({ name: 'chat claude-haiku-4-5', kind: 2, status: { code: 0 } })
    expect(span!.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.request.model': 'claude-haiku-4-5',
      'gen_ai.request.max_tokens': 50,
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.stream': true,
      'gen_ai.response.model': 'claude-sonnet-4-5-20250929',
      'gen_ai.response.finish_reasons': ['end_turn'],
      'gen_ai.response.time_to_first_chunk': 0,
      'gen_ai.usage.input_tokens': 19,
      'gen_ai.usage.output_tokens': 7,
      'gen_ai.usage.cache_read.input_tokens': 5,
      'gen_ai.usage.cache_creation.input_tokens': 3,
      'outcrop.attempts': 1,
    })
    const seen = await points()
    const named = (name: string) => seen.filter((point) => point.name === name)
    expect(named('gen_ai.client.operation.duration')).toHaveLength(1)
    expect(named('gen_ai.client.operation.time_to_first_chunk')).toHaveLength(1)
    const usage = named('gen_ai.client.token.usage').map(({ attributes, sum }) => [
      attributes['gen_ai.token.type'],
      sum,
    ])
    expect(usage).toEqual([
      ['input', 19],
      ['output', 7],
    ])
    expect(JSON.stringify(span!.attributes)).not.toContain('SECRET')
  })

  test('tells of a failure by its code, and of each attempt', async () => {
    const { spans, points } = collect()
    await using here = await serving(
      (response) =>
        sendError(response, {
          status: 503,
          type: 'ServiceUnavailableException',
          message: 'Bedrock is unable to process your request.',
        }),
      { maxRetries: 1 },
    )
    await here.client.invoke(ask).catch(() => undefined)
    const [span] = spans.getFinishedSpans()
    expect(span).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'unavailable', 'outcrop.attempts': 2 },
    })
    expect(span!.events.map(({ attributes }) => attributes!['outcrop.outcome'])).toEqual(['unavailable', 'unavailable'])
    expect(await points()).toEqual([
      expect.objectContaining({ attributes: expect.objectContaining({ 'error.type': 'unavailable' }) }),
    ])
  })
})
