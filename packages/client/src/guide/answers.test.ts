import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import {
  beginStream,
  eventsOfText,
  frameOf,
  messageOf,
  sendError,
  sendJson,
  sendStream,
  startServer,
} from '../../testing/loopback.js'
import type { Answer } from '../../testing/loopback.js'
import { generateCode, invokeModel, invokeModelSafely, streamCodeGeneration, streamWithRetry } from './index.js'

async function serving(answer: Answer) {
  const server = await startServer(answer)
  const { client } = clientFor(server.url, { maxQueueMs: 0 })
  return { server, client, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const model = 'claude-sonnet-4-5'

describe('generateCode', () => {
  test('gives the text, also where thinking comes before it', async () => {
    const content = [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]
    await using here = await serving((response) => sendJson(response, 200, { ...messageOf(''), content }))
    expect(await generateCode('Hi', { client: here.client, model, maxTokens: 50, system: 'Be short.' })).toBe('ab')
    expect(JSON.parse(here.server.requests[0]!.body)).toMatchObject({
      max_tokens: 50,
      temperature: 0.3,
      system: 'Be short.',
      messages: [{ role: 'user', content: 'Hi' }],
    })
  })

  test('sends no temperature to a model that takes none, and refuses one that was set by hand', async () => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('x')))
    await generateCode('Hi', { client: here.client, model: 'claude-sonnet-5-5' })
    expect(JSON.parse(here.server.requests[0]!.body)).not.toHaveProperty('temperature')
    const byHand = generateCode('Hi', { client: here.client, model: 'claude-sonnet-5-5', temperature: 0.3 })
    await expect(byHand).rejects.toMatchObject({ code: 'invalid_request', attempts: 0 })
  })

  test.each([
    ['max_tokens', 'answer_truncated'],
    ['refusal', 'answer_refused'],
  ])('does not give out an answer that ended in %s', async (stop_reason, code) => {
    await using here = await serving((response) => sendJson(response, 200, { ...messageOf('half a fun'), stop_reason }))
    await expect(generateCode('Hi', { client: here.client, model })).rejects.toMatchObject({ code, text: 'half a fun' })
  })
})

test('invokeModel calls the model that is named', async () => {
  await using here = await serving((response) => sendJson(response, 200, messageOf('x')))
  expect(await invokeModel('Hi', 'claude-haiku-4-5', { client: here.client })).toBe('x')
  expect(here.server.requests[0]!.path).toContain('claude-haiku-4-5')
})

describe('invokeModelSafely', () => {
  test('gives text and usage in Anthropic’s names', async () => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('x')))
    expect(await invokeModelSafely('Hi', model, { client: here.client })).toMatchObject({
      success: true,
      text: 'x',
      usage: { input_tokens: 11, output_tokens: 7 },
    })
  })

  test('tells a refusal of Bedrock with its status, code and remedy', async () => {
    await using here = await serving((response) =>
      sendError(response, { status: 403, type: 'AccessDeniedException', message: 'no' }),
    )
    const result = await invokeModelSafely('Hi', model, { client: here.client })
    expect(result).toMatchObject({ success: false, error: 'no', errorCode: 403, code: 'access_denied' })
    expect(result).toHaveProperty('remedy', expect.stringContaining('outcrop iam'))
  })

  test('tells what was not sent without a status', async () => {
    await using here = await serving((response) => sendJson(response, 200, messageOf('x')))
    const result = await invokeModelSafely('Hi', 'no-such-model', { client: here.client })
    expect(result).toMatchObject({ success: false, errorCode: undefined, code: 'unknown_model' })
    expect(here.server.requests).toEqual([])
  })

  test('throws what is a mistake in the program', async () => {
    const client = { invoke: () => Promise.reject(new TypeError('no client')) }
    const call = invokeModelSafely('Hi', model, { client: client as never })
    await expect(call).rejects.toThrow(TypeError)
  })
})

describe('streamCodeGeneration', () => {
  test('hands over each piece, then gives the whole', async () => {
    await using here = await serving((response) => sendStream(response, eventsOfText('one ', 'two')))
    const pieces: string[] = []
    const onText = (text: string) => void pieces.push(text)
    expect(await streamCodeGeneration('Hi', { client: here.client, model, onText })).toBe('one two')
    expect(pieces.join('')).toBe('one two')
  })

  test('ends the call if the taker fails', async () => {
    await using here = await serving((response) => sendStream(response, eventsOfText('one ', 'two')))
    const onText = () => {
      throw new Error('the screen is gone')
    }
    await expect(streamCodeGeneration('Hi', { client: here.client, model, onText })).rejects.toThrow(
      'the screen is gone',
    )
  })

  test('does not take an answer that was cut off for whole', async () => {
    const events = eventsOfText('half').map((event) =>
      'delta' in event && 'usage' in event
        ? { ...event, delta: { stop_reason: 'max_tokens', stop_sequence: null } }
        : event,
    )
    await using here = await serving((response) => sendStream(response, events))
    const call = streamCodeGeneration('Hi', { client: here.client, model, onText: () => undefined })
    await expect(call).rejects.toMatchObject({ code: 'answer_truncated', text: 'half' })
  })
})

describe('streamWithRetry', () => {
  const begun = eventsOfText('one ', 'two').slice(0, 3)

  test('never makes a call anew of which something was shown', async () => {
    await using here = await serving((response) => {
      beginStream(response)
      for (const event of begun) response.write(frameOf(event))
      response.end()
    })
    let shown = ''
    const onText = (text: string) => void (shown += text)
    const call = streamWithRetry('Hi', 3, { client: here.client, model, onText })
    await expect(call).rejects.toMatchObject({ code: 'stream_interrupted', partial: { content: [{ text: 'one ' }] } })
    expect(shown).toBe('one ')
    expect(here.server.requests).toHaveLength(1)
  })

  test('refuses to restart what was shown, also when told to', async () => {
    await using here = await serving((response, _, index) => {
      if (index > 0) return sendStream(response, eventsOfText('another'))
      beginStream(response)
      for (const event of begun) response.write(frameOf(event))
      response.end()
    })
    let shown = ''
    const onText = (text: string) => void (shown += text)
    const call = streamWithRetry('Hi', 3, { client: here.client, model, onText, onInterrupted: 'restart' })
    await expect(call).rejects.toMatchObject({ code: 'stream_interrupted' })
    expect(shown).toBe('one ')
  })

  test('tries again what had not begun, as often as it is told', async () => {
    await using here = await serving((response, _, index) => {
      if (index === 2) return sendStream(response, eventsOfText('yes'))
      return sendError(response, { status: 503, type: 'ServiceUnavailableException', message: 'later' })
    })
    const options = { client: here.client, model, onText: () => undefined }
    expect(await streamWithRetry('Hi', 2, options)).toBe('yes')
    expect(here.server.requests).toHaveLength(3)
  })
})
