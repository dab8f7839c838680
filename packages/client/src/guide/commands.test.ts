import {
  ConverseCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import { clientFor, exampleKey } from '../../testing/client.js'
import { ManualClock } from '../../testing/manual-clock.js'
import {
  beginStream,
  eventsOfText,
  frameOf,
  messageOf,
  requestId,
  sendError,
  sendJson,
  sendStream,
  startServer,
} from '../../testing/loopback.js'
import type { Answer } from '../../testing/loopback.js'
import type { LogRecord } from '../index.js'
import { BedrockClient, invokeWithBackoff, invokeWithLogging } from './index.js'

const modelId = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
const claude = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 50, messages: [{ role: 'user', content: 'Hi' }] }
const body = JSON.stringify(claude)
const unavailable = { status: 503, type: 'ServiceUnavailableException', message: 'later' }

async function serving(answer: Answer) {
  const server = await startServer(answer)
  const { client, clock } = clientFor(server.url, { maxQueueMs: 0 })
  return { server, client, clock, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

describe('a command of the AWS SDK', () => {
  test('is sent as it is, to the profile that its bare id needs, and answered in the SDK’s shape', async () => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('x')))
    const command = new InvokeModelCommand({
      modelId,
      body,
      guardrailIdentifier: 'g-1',
      guardrailVersion: '2',
      trace: 'ENABLED',
    })
    const response = await invokeWithBackoff(command, 1, { client: here.client })
    expect(JSON.parse(response.body.transformToString())).toEqual(messageOf('x'))
    expect(JSON.parse(new TextDecoder().decode(response.body))).toEqual(messageOf('x'))
    expect(response).toMatchObject({ contentType: 'application/json', $metadata: { httpStatusCode: 200, requestId } })
    const [request] = here.server.requests
    expect(decodeURIComponent(request!.path)).toBe(`/model/us.${modelId}/invoke`)
    expect(JSON.parse(request!.body)).toEqual(claude)
    expect(request!.headers).toMatchObject({
      'x-amzn-bedrock-guardrailidentifier': 'g-1',
      'x-amzn-bedrock-guardrailversion': '2',
      'x-amzn-bedrock-trace': 'ENABLED',
    })
  })

  test('with half of a guardrail is refused before it is sent without any', async () => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('x')))
    for (const half of [{ guardrailIdentifier: 'g-1' }, { guardrailVersion: '2' }])
      await expect(invokeWithBackoff({ input: { modelId, body, ...half } }, 0, here)).rejects.toMatchObject({
        code: 'invalid_request',
        remedy: expect.stringContaining('DRAFT') as string,
      })
    expect(here.server.requests).toEqual([])
  })

  test('may have its body in bytes', async () => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('x')))
    await invokeWithBackoff(new InvokeModelCommand({ modelId, body: new TextEncoder().encode(body) }), 0, here)
    expect(JSON.parse(here.server.requests[0]!.body)).toEqual(claude)
  })

  test('for a stream is answered in chunks', async () => {
    await using here = await serving((response) => sendStream(response, eventsOfText('one ', 'two')))
    const command = new InvokeModelWithResponseStreamCommand({ modelId, body })
    const response = await invokeWithBackoff(command, 0, { client: here.client })
    expect(response.$metadata).toEqual({ httpStatusCode: 200, requestId })
    const types: unknown[] = []
    for await (const { chunk } of response.body ?? [])
      types.push((JSON.parse(new TextDecoder().decode(chunk?.bytes)) as { type: string }).type)
    expect(types).toEqual(eventsOfText('one ', 'two').map((event) => (event as { type: string }).type))
  })

  test('for a stream is refused before reading, and told while reading if it breaks', async () => {
    await using here = await serving((response, _, index) => {
      if (index === 0) return sendError(response, { status: 403, type: 'AccessDeniedException', message: 'no' })
      beginStream(response)
      for (const event of eventsOfText('one ', 'two').slice(0, 3)) response.write(frameOf(event))
      response.end()
    })
    const command = new InvokeModelWithResponseStreamCommand({ modelId, body })
    await expect(invokeWithBackoff(command, 0, here)).rejects.toMatchObject({ code: 'access_denied' })
    const response = await invokeWithBackoff(command, 0, here)
    const reading = async () => {
      for await (const _ of response.body ?? []);
    }
    await expect(reading()).rejects.toMatchObject({ code: 'stream_interrupted' })
  })

  test('that is neither, or has no body of Claude’s, is refused with what to give instead', async () => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('x')))
    const converse = new ConverseCommand({ modelId, messages: [] })
    await expect(invokeWithBackoff({ ...converse, input: { modelId, body } }, 0, here)).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'A command for Converse cannot be sent by these functions',
    })
    for (const wrong of ['{', '[]', 'null', '{"prompt":"Hi"}', undefined, 7])
      await expect(invokeWithBackoff({ input: { modelId, body: wrong } }, 0, here)).rejects.toMatchObject({
        code: 'invalid_request',
        remedy: expect.stringContaining('anthropic_version') as string,
      })
    expect(here.server.requests).toEqual([])
  })
})

describe('invokeWithBackoff', () => {
  test('waits for throttling, as often as it is told, and tells every attempt in the end', async () => {
    await using here = await serving((response) =>
      sendError(response, { status: 429, type: 'ThrottlingException', message: 'Too many requests' }),
    )
    const call = invokeWithBackoff({ input: { modelId, body } }, 2, { client: here.client })
    await expect(call).rejects.toMatchObject({ code: 'throttled', attempts: 3 })
    expect(here.clock.slept).toHaveLength(2)
    expect(here.clock.slept[0]).toBeGreaterThanOrEqual(1000)
  })

  test('does not repeat what cannot succeed', async () => {
    await using here = await serving((response) =>
      sendError(response, { status: 400, type: 'ValidationException', message: 'max_tokens: too large' }),
    )
    await expect(invokeWithBackoff({ input: { modelId, body } }, 5, here)).rejects.toMatchObject({ attempts: 1 })
  })
})

describe('BedrockClient', () => {
  const environment = { HOME: '/nowhere', AWS_REGION: 'us-east-1', ...exampleKey }

  test('retries as it is told', async () => {
    await using server = await startServer((response) => sendError(response, unavailable))
    const clock = new ManualClock()
    const bedrock = new BedrockClient({ endpoint: server.url, environment, clock })
    const retries: number[] = []
    const shouldRetry = (error: { readonly $metadata: { readonly httpStatusCode?: number } }, retry: number) => {
      retries.push(retry)
      return error.$metadata.httpStatusCode === 503 && retry < 3
    }
    const call = bedrock.invokeWithRetry(new InvokeModelCommand({ modelId, body }), {
      initialDelay: 8,
      maxDelay: 9,
      shouldRetry,
    })
    await expect(call).rejects.toMatchObject({ code: 'unavailable', attempts: 3 })
    expect(retries).toEqual([1, 2, 3])
    expect(Math.max(...clock.slept)).toBeLessThanOrEqual(9)
    await bedrock.close()
  })

  test('retries three times where nothing is said', async () => {
    await using server = await startServer((response, _, index) =>
      index < 3 ? sendError(response, unavailable) : sendJson(response, 200, messageOf('x')),
    )
    await using bedrock = new BedrockClient({ endpoint: server.url, environment, clock: new ManualClock() })
    const { $metadata } = await bedrock.invokeWithRetry({ input: { modelId, body } }, { maxCostUsd: 1 })
    expect($metadata.attempts).toBe(4)
  })
})

describe('invokeWithLogging', () => {
  const logged = (here: { readonly client: unknown }) => {
    const records: LogRecord[] = []
    return {
      records,
      options: { ...here, logger: (record: LogRecord) => void records.push(record), clock: new ManualClock() },
    }
  }

  test('logs a success with its tokens and its price, and no word of prompt or answer', async () => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('the answer')))
    const { records, options } = logged({ client: here.client })
    await invokeWithLogging({ input: { modelId, body } }, options as never)
    expect(records).toMatchObject([
      {
        level: 'info',
        event: 'bedrock_success',
        timestamp: '2026-11-22T12:00:00.000Z',
        latency: 0,
        model: 'claude-sonnet-4-5',
        usage: { inputTokens: 11, outputTokens: 7 },
        requestId,
        attempts: 1,
      },
    ])
    expect(records[0]).toHaveProperty('costUsd', expect.any(Number))
    expect(JSON.stringify(records)).not.toMatch(/the answer|Hi/)
  })

  test('logs a failure with its status, code and remedy, and throws it', async () => {
    await using here = await serving((response) =>
      sendError(response, { status: 403, type: 'AccessDeniedException', message: 'no' }),
    )
    const { records, options } = logged({ client: here.client })
    await expect(invokeWithLogging({ input: { modelId, body } }, options as never)).rejects.toMatchObject({
      code: 'access_denied',
    })
    expect(records).toMatchObject([
      {
        level: 'error',
        event: 'bedrock_error',
        error: 'no',
        errorCode: 403,
        code: 'access_denied',
        model: 'claude-sonnet-4-5',
      },
    ])
  })

  test('logs a stream only when it has ended, as it ended', async () => {
    await using here = await serving((response) => {
      beginStream(response)
      for (const event of eventsOfText('one ', 'two').slice(0, 3)) response.write(frameOf(event))
      response.end()
    })
    const { records, options } = logged({ client: here.client })
    const command = new InvokeModelWithResponseStreamCommand({ modelId, body })
    const response = await invokeWithLogging(command, options as never)
    const reading = async () => {
      for await (const _ of response.body ?? []);
    }
    await expect(reading()).rejects.toMatchObject({ code: 'stream_interrupted' })
    expect(records).toMatchObject([{ event: 'bedrock_error', code: 'stream_interrupted' }])
  })
  const streamed = new InvokeModelWithResponseStreamCommand({ modelId, body })

  test('logs a stream that its reader leaves as what it is: a call that was ended', async () => {
    await using here = await serving((response) => {
      beginStream(response)
      for (const event of eventsOfText('one ', 'two').slice(0, 3)) response.write(frameOf(event))
    })
    const { records, options } = logged({ client: here.client })
    const response = await invokeWithLogging(streamed, options as never)
    for await (const _ of response.body ?? []) break
    expect(records).toMatchObject([{ event: 'bedrock_error', code: 'aborted' }])
  })

  test('logs a stream when its reader has come to its end, and gives a failure of the logger to the reader', async () => {
    await using here = await serving((response) => sendStream(response, eventsOfText('one ', 'two')))
    const events: string[] = []
    const logger = ({ event }: LogRecord) => {
      events.push(event)
      throw new Error('the disk is full')
    }
    const response = await invokeWithLogging(streamed, { client: here.client, logger, clock: new ManualClock() })
    let read = 0
    const reading = async () => {
      for await (const _ of response.body ?? []) {
        read += 1
        expect(events).toEqual([])
      }
    }
    await expect(reading()).rejects.toThrow('the disk is full')
    expect({ read, events }).toEqual({ read: eventsOfText('one ', 'two').length, events: ['bedrock_success'] })
  })
})
