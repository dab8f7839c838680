import { Buffer } from 'node:buffer'
import { SseDecoder } from '@outcrop/wire/sse'
import { describe, expect, test, vi } from 'vitest'
import { type Answer, jsonAnswer } from '../answer/answer.js'
import type { EventFrames } from '../answer/event-frames.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { AnswerFault } from './fault.js'
import { spoilAnswer } from './spoil-answer.js'

const events = [
  'event: message_start\ndata: {"n":0}\n\n',
  'event: ping\ndata: {"n":1}\n\n',
  'event: end\ndata: {"n":2}\n\n',
]

async function* frames(onEnd: () => void = () => {}): EventFrames {
  try {
    yield events.slice(0, 2).map((event) => Buffer.from(event))
    yield [Buffer.from(events[2] ?? '')]
  } finally {
    onEnd()
  }
}

/** The Messages route will answer so: one array for each server-sent event. */
const messages = (onEnd?: () => void): Answer => ({
  status: 200,
  contentType: 'text/event-stream; charset=utf-8',
  headers: [],
  body: { kind: 'stream', frames: frames(onEnd) },
})

/** What goes out, in words. */
async function told(answer: Answer, fault: AnswerFault) {
  const log: string[] = []
  const wait = (ms: number) => {
    log.push(`(${ms} ms)`)
    return Promise.resolve()
  }
  const { body } = spoilAnswer(answer, fault, { fired: () => log.push('(fired)'), wait })
  if (body.kind !== 'steps') return { log, body }
  for await (const step of body.steps)
    log.push(step.do === 'write' ? Buffer.from(step.bytes).toString() : `(${step.do})`)
  return { log, body }
}

const errorEvent = (type: string, message: string) =>
  `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type, message } })}\n\n`
const busy = 'Too many requests, please wait before trying again.'
const unexpected = 'The system encountered an unexpected error during processing. Try your request again.'

describe('server-sent events', () => {
  test.each<[AnswerFault, string[]]>([
    [{ kind: 'reset', atEvent: 1 }, ['(head)', events[0]!, '(fired)', '(50 ms)', '(reset)']],
    [{ kind: 'cut', atEvent: 1, offset: 7 }, ['(head)', events[0]!, '(fired)', 'event: ', '(cut)']],
    [
      { kind: 'cut', atEvent: 2, offset: 999 },
      ['(head)', events[0]!, events[1]!, '(fired)', events[2]!.slice(0, -1), '(cut)'],
    ],
    [{ kind: 'eof', atEvent: 2 }, ['(head)', events[0]!, events[1]!, '(fired)']],
    [{ kind: 'eof', atEvent: 3 }, ['(head)', ...events]],
    [{ kind: 'stall', atEvent: 2, ms: 70 }, ['(head)', events[0]!, events[1]!, '(fired)', '(70 ms)', events[2]!]],
    [
      { kind: 'exception', atEvent: 1, type: 'throttlingException' },
      ['(head)', events[0]!, '(fired)', errorEvent('rate_limit_error', busy)],
    ],
    [
      { kind: 'exception', atEvent: 0, type: 'overloaded_error', message: 'Overloaded' },
      ['(head)', '(fired)', errorEvent('overloaded_error', 'Overloaded')],
    ],
    [
      { kind: 'exception', atEvent: 0, type: 'modelStreamErrorException' },
      ['(head)', '(fired)', errorEvent('api_error', unexpected)],
    ],
    [{ kind: 'error-frame' }, ['(head)', '(fired)', errorEvent('api_error', unexpected)]],
    [{ kind: 'checksum', atEvent: 1 }, ['(head)', ...events]],
  ])('%o', async (fault, expected) => {
    expect((await told(messages(), fault)).log).toEqual(expected)
  })

  test('in pieces are still the same events', async () => {
    const { log } = await told(messages(), { kind: 'split', sizes: [3] })
    const pieces = log.filter((one) => one !== '(fired)' && one !== '(head)')
    expect(pieces.slice(0, -1).every(({ length }) => length === 3)).toBe(true)
    const decoder = new SseDecoder()
    expect(pieces.flatMap((piece) => decoder.push(Buffer.from(piece))).map(({ data }) => data)).toEqual([
      '{"n":0}',
      '{"n":1}',
      '{"n":2}',
    ])
  })

  test('no longer made are no longer asked for', async () => {
    let ended = 0
    await told(
      messages(() => (ended += 1)),
      { kind: 'eof', atEvent: 1 },
    )
    expect(ended).toBe(1)
  })
})

test('frames of an answer that its client left before they began are given back', async () => {
  const answer = messages()
  if (answer.body.kind !== 'stream') throw new Error('no stream')
  const giveBack = vi.spyOn(answer.body.frames, 'return')
  const effects = { fired: () => {}, wait: () => Promise.resolve() }
  const { body } = spoilAnswer(answer, { kind: 'eof', atEvent: 1 }, effects)
  if (body.kind !== 'steps') throw new Error('no steps')
  expect((await body.steps.next()).value).toEqual({ do: 'head' })
  expect(giveBack).not.toHaveBeenCalled()
  await body.steps.return()
  expect(giveBack).toHaveBeenCalledOnce()
})

describe('a whole answer', () => {
  const answer = jsonAnswer('{"a":"ä"}')

  test('keeps its length where it goes out in steps', async () => {
    const { body, log } = await told(answer, { kind: 'cut', atEvent: 0, offset: 5 })
    expect(body).toMatchObject({ kind: 'steps', length: 10 })
    expect(log).toEqual(['(head)', '(fired)', '{"a":', '(cut)'])
  })

  test.each<[AnswerFault, number, string, string]>([
    [{ kind: 'exception', atEvent: 0, type: 'throttlingException' }, 429, 'ThrottlingException', busy],
    [
      { kind: 'exception', atEvent: 0, type: 'ModelTimeoutException', message: 'Late' },
      408,
      'ModelTimeoutException',
      'Late',
    ],
    [{ kind: 'exception', atEvent: 0, type: 'bespokeException' }, 500, 'BespokeException', unexpected],
    [{ kind: 'error-frame' }, 500, 'InternalFailure', unexpected],
    [{ kind: 'error-frame', atEvent: 0, code: 'Broken', message: 'Gone' }, 500, 'Broken', 'Gone'],
  ])('is refused: %o', (fault, status, type, message) => {
    let fired = 0
    const spoil = () => spoilAnswer(answer, fault, { fired: () => (fired += 1), wait: () => Promise.resolve() })
    expect(spoil).toThrow(expect.objectContaining({ constructor: ServiceFault, status, type, message }))
    expect(fired).toBe(1)
  })
})
