import { describe, expect, test } from 'vitest'
import { ask, converse, emulated, ids, invoke, pathOf, plainBody } from '../../testing/emulated.js'
import { Journal } from './journal.js'
import type { JournalEntry } from './journal-entry.js'

const emulator = await emulated()

describe('an entry', () => {
  test('says what was asked, by whom, and what it cost', async () => {
    const answer = await invoke(emulator, ids.opus48, plainBody)
    const { usage } = answer.json
    expect(emulator.requests().at(-1)).toEqual({
      operation: 'InvokeModel',
      endpoint: 'runtime',
      model: 'claude-opus-4-8',
      calledId: ids.opus48,
      region: 'us-east-1',
      status: 200,
      requestId: answer.headers['x-amzn-requestid'],
      auth: { scheme: 'sigv4', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', verified: true },
      timing: { startedAt: '2026-11-22T12:00:00.000Z', durationMs: expect.any(Number) },
      usage,
      charged: usage.input_tokens + 15 * usage.output_tokens,
      request: { body: plainBody },
      engine: 'synthetic',
      httpVersion: '1.1',
      emulated: true,
    })
  })

  test('of a refused request says why', async () => {
    await converse(emulator, 'nothing', { messages: [] })
    const entry = emulator.requests().at(-1)
    expect(entry).toMatchObject({
      operation: 'Converse',
      calledId: 'nothing',
      status: 400,
      error: { type: 'ValidationException', message: 'The provided model identifier is invalid.' },
    })
    expect(entry).not.toHaveProperty('usage')
    expect(entry).not.toHaveProperty('model')
  })

  test('of a stream is whole once the client has the stream', async () => {
    await ask(emulator, {
      path: pathOf(ids.haiku45, 'converse-stream'),
      body: { messages: [{ role: 'user', content: [{ text: 'x' }] }] },
    })
    const entry = emulator.requests().at(-1)
    expect(entry?.usage?.output_tokens).toBeGreaterThan(0)
    expect(entry).not.toHaveProperty('aborted')
  })

  test('is the same over the control route', async () => {
    const answer = await ask(emulator, { method: 'GET', path: '/_emulator/requests', credentials: null })
    expect(answer.json).toEqual(JSON.parse(JSON.stringify(emulator.requests())))
  })
})

describe('the journal', () => {
  const entry = (requestId: string) => ({ requestId }) as JournalEntry

  test('remembers as many as it may', () => {
    const journal = new Journal(3)
    for (let number = 0; number < 50; number += 1) journal.add(entry(String(number)), 1)
    expect(journal.entries().map(({ requestId }) => requestId)).toEqual(['47', '48', '49'])
  })

  test('forgets the oldest when their bodies are too much together', () => {
    const journal = new Journal(1000)
    for (let number = 0; number < 12; number += 1) journal.add(entry(String(number)), 32_000_000)
    expect(journal.entries().map(({ requestId }) => requestId)).toEqual(['4', '5', '6', '7', '8', '9', '10', '11'])
  })

  test('can be cleared', () => {
    const journal = new Journal(3)
    journal.add(entry('a'), 1)
    journal.clear()
    expect(journal.entries()).toEqual([])
    journal.add(entry('b'), 1)
    expect(journal.entries()).toHaveLength(1)
  })
})
