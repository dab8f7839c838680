import type { Fault } from '@outcrop/emulator'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type ClientKey, type Seen, faultClients, observe } from './fault-clients.js'
import { localBedrock, scrubEnvironment } from './local-bedrock.js'

scrubEnvironment()

/**
 * What the caller of a client is left with: the `whole` answer; an `error`; a part of the answer as if it were all, in
 * silence, or with the AI SDK's finish reason `other`.
 */
type Outcome = 'whole' | 'error' | 'silent' | 'other'

function outcomeOf({ error, finish }: Seen): Outcome {
  if (error) return 'error'
  if (finish === undefined) return 'silent'
  return finish === 'other' ? 'other' : 'whole'
}

interface Case {
  readonly fault: Fault
  /** Of each client. */
  readonly expected: Outcome | (Readonly<Partial<Record<ClientKey, Outcome>>> & { readonly rest: Outcome })
  /** What the error says, as `name: message`, where that is worth knowing. */
  readonly words?: Readonly<Partial<Record<ClientKey, RegExp>>> & { readonly rest?: RegExp }
  /** The status that the error carries. */
  readonly status?: number
}

const busy = /Too many requests, please wait before trying again\./
const unexpected = /The system encountered an unexpected error during processing/
const anything = /./
const stale = /Signature expired: \d{8}T\d{6}Z is now earlier than/

// What befalls a request before it is answered is the same for every client and both ways.
const refused: readonly Case[] = [
  { fault: { kind: 'http', status: 429 }, expected: 'error', words: { rest: busy }, status: 429 },
  {
    fault: { kind: 'http', status: 503 },
    expected: 'error',
    words: { aws2: /^ServiceUnavailableException: /, rest: /Bedrock is unable to process your request\./ },
    status: 503,
  },
  {
    fault: { kind: 'expired-token' },
    expected: 'error',
    words: { aws1: /^ExpiredTokenException: /, rest: /The security token included in the request is expired/ },
    status: 403,
  },
  { fault: { kind: 'clock-skew' }, expected: 'error', words: { rest: stale }, status: 403 },
  {
    fault: { kind: 'clock-skew', ms: -600_000 },
    expected: 'error',
    words: { rest: /Signature not yet current/ },
    status: 403,
  },
  { fault: { kind: 'reset' }, expected: 'error', words: { aws1: /ECONNRESET/, aws2: /NGHTTP2_INTERNAL_ERROR/ } },
  { fault: { kind: 'delay', ms: 5 }, expected: 'whole' },
  { fault: { kind: 'split', sizes: [2, 60] }, expected: 'whole' },
]

const streams: readonly Case[] = [
  { fault: { kind: 'reset', atEvent: 4 }, expected: 'error', words: { aws2: /NGHTTP2_INTERNAL_ERROR/ } },
  {
    fault: { kind: 'cut', atEvent: 4, offset: 20 },
    expected: 'error',
    words: { aws2: /Truncated event message received/, langchain: /Truncated event message received/ },
  },
  // Over HTTP/2 the AWS SDK takes a lost connection for the end of the stream, and finds nothing left over.
  { fault: { kind: 'cut', atEvent: 4, offset: 0 }, expected: { aws2: 'silent', langchain: 'silent', rest: 'error' } },
  {
    fault: { kind: 'eof', atEvent: 4 },
    expected: { final: 'error', converse: 'other', invoke: 'other', rest: 'silent' },
    words: { final: /stream ended without producing a Message/ },
  },
  {
    fault: { kind: 'exception', atEvent: 4, type: 'throttlingException' },
    expected: 'error',
    words: {
      aws2: /^ThrottlingException: Too many/,
      aws1: /^ThrottlingException: Too many/,
      langchain: /^ThrottlingException: Too many/,
      raw: /^APIError: .*throttlingException/,
      rest: busy,
    },
  },
  {
    fault: { kind: 'exception', atEvent: 0, type: 'serviceUnavailableException' },
    expected: 'error',
    words: { aws1: /^ServiceUnavailableException: /, rest: /Bedrock is unable to process your request/ },
  },
  {
    fault: { kind: 'exception', atEvent: 4, type: 'modelTimeoutException' },
    expected: { converse: 'other', rest: 'error' },
    words: { aws2: /^modelTimeoutException: \{"message":"Model has timed out/, rest: /Model has timed out/ },
  },
  {
    fault: { kind: 'error-frame', atEvent: 4 },
    expected: { converse: 'other', invoke: 'other', rest: 'error' },
    words: { aws2: /^InternalFailure: /, langchain: /^InternalFailure: /, rest: unexpected },
  },
  {
    fault: { kind: 'checksum', atEvent: 4 },
    expected: 'error',
    words: { aws2: /message checksum \(\d+\) did not match/, raw: /message checksum/, converse: /message checksum/ },
  },
]

const wholes: readonly Case[] = [
  { fault: { kind: 'reset', atEvent: 0 }, expected: 'error' },
  { fault: { kind: 'cut', atEvent: 0, offset: 20 }, expected: 'error' },
  { fault: { kind: 'eof', atEvent: 0 }, expected: { aws2: 'silent', aws1: 'silent', rest: 'error' } },
  {
    fault: { kind: 'exception', atEvent: 0, type: 'modelTimeoutException' },
    expected: 'error',
    words: { aws2: /^ModelTimeoutException: /, rest: /Model has timed out/ },
    status: 408,
  },
  { fault: { kind: 'error-frame' }, expected: 'error', words: { aws1: /^InternalFailure: / }, status: 500 },
]

const silences: readonly (readonly ['stream' | 'whole', Fault])[] = [
  ['stream', { kind: 'hang' }],
  ['whole', { kind: 'hang' }],
  ['stream', { kind: 'stall', atEvent: 4, ms: 600_000 }],
  ['whole', { kind: 'stall', atEvent: 0, ms: 600_000 }],
]

// Clients that read one of these headers do not keep a test waiting.
const headers = { 'retry-after-ms': '1', 'x-amz-retry-after': '1' }
const first = { nth: 1 }

/** The statuses of the requests that one call makes, as each client does by itself; 0 is no answer at all. */
const retries: readonly {
  readonly way: 'stream' | 'whole'
  readonly fault: Fault
  readonly expected: Readonly<Partial<Record<ClientKey, readonly number[]>>> & { readonly rest: readonly number[] }
}[] = [
  { way: 'whole', fault: { kind: 'http', status: 503, headers, match: first }, expected: { rest: [503, 200] } },
  {
    way: 'whole',
    fault: { kind: 'http', status: 408, headers, match: first },
    expected: { aws2: [408], aws1: [408], langchain: [408], rest: [408, 200] },
  },
  { way: 'whole', fault: { kind: 'http', status: 424, headers, match: first }, expected: { rest: [424] } },
  {
    way: 'stream',
    fault: { kind: 'http', status: 529, type: 'overloaded_error', headers, match: first },
    expected: { aws2: [529], aws1: [529], langchain: [529], rest: [529, 200] },
  },
  // Nobody learns from a 403 that its credentials ran out; those of AWS learn from it what time it is.
  { way: 'stream', fault: { kind: 'expired-token', match: first }, expected: { rest: [403] } },
  {
    way: 'stream',
    fault: { kind: 'clock-skew' },
    expected: { aws2: [403, 200], aws1: [403, 200], langchain: [403, 200], rest: [403] },
  },
  // Also after HTTP 200, where a throttle is all that has come; no other exception.
  {
    way: 'stream',
    fault: { kind: 'exception', atEvent: 0, type: 'internalServerException', match: first },
    expected: { rest: [200] },
  },
  {
    way: 'stream',
    fault: { kind: 'exception', atEvent: 0, type: 'throttlingException', match: first },
    expected: { aws2: [200, 200], aws1: [200, 200], langchain: [200, 200], rest: [200] },
  },
  {
    way: 'stream',
    fault: { kind: 'cut', atEvent: 4, offset: 20, match: first },
    expected: { rest: [200] },
  },
]

describe.each(faultClients)('$name', (client) => {
  const local = localBedrock()
  const honest = { stream: '', whole: '' }

  beforeAll(async () => {
    for (const way of ['stream', 'whole'] as const) honest[way] = (await observe(client, way, { url: local.url })).text
  })

  async function setFault(fault: Fault): Promise<void> {
    local.emulator.reset()
    const answer = await fetch(`${local.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify([fault]) })
    expect(answer.status).toBe(200)
  }

  /** What the caller is left with and what the journal says, as it is and as it ought to be. */
  async function compare(way: 'stream' | 'whole', { fault, expected, words = {}, status }: Case) {
    await setFault(fault)
    const seen = await observe(client, way, { url: local.url })
    const outcome = typeof expected === 'string' ? expected : (expected[client.key] ?? expected.rest)
    const wording = outcome === 'error' ? (words[client.key] ?? words.rest ?? anything) : anything
    return {
      actual: {
        outcome: outcomeOf(seen),
        isPart: honest[way].startsWith(seen.text) && seen.text.length < honest[way].length,
        isWhole: seen.text === honest[way],
        error: `${seen.error?.name}: ${seen.error?.message}`,
        status: seen.error?.status,
        requests: local.emulator.requests(),
      },
      wanted: {
        outcome,
        isPart: outcome !== 'whole',
        isWhole: outcome === 'whole',
        error: expect.stringMatching(wording),
        ...(status !== undefined && { status }),
        requests: [{ operation: client.operations[way], fault: { kind: fault.kind, fired: true } }],
      },
    }
  }

  test('answers when nothing goes wrong', () => {
    expect(honest.stream.length).toBeGreaterThan(100)
    expect(honest.whole).toBe(honest.stream)
  })

  test.each(refused.map((one) => [JSON.stringify(one.fault), one] as const))('%s', async (_, one) => {
    for (const way of ['stream', 'whole'] as const) {
      const { actual, wanted } = await compare(way, one)
      expect(actual).toMatchObject(wanted)
    }
  })

  test.each(streams.map((one) => [JSON.stringify(one.fault), one] as const))('a stream, %s', async (_, one) => {
    const { actual, wanted } = await compare('stream', one)
    expect(actual).toMatchObject(wanted)
  })

  test.each(wholes.map((one) => [JSON.stringify(one.fault), one] as const))('a whole answer, %s', async (_, one) => {
    const { actual, wanted } = await compare('whole', one)
    expect(actual).toMatchObject(wanted)
  })

  test.each(silences)('a %s waits for ever: %o', async (way, fault) => {
    await setFault(fault)
    const leaving = new AbortController()
    const seen: Seen = { text: '' }
    let settled = false
    const observed = observe(client, way, { url: local.url, signal: leaving.signal }, seen).then(() => (settled = true))
    await vi.waitUntil(() => local.emulator.requests()[0]?.fault?.fired)
    expect(local.emulator.requests()).toMatchObject([
      { operation: client.operations[way], fault: { kind: fault.kind, fired: true } },
    ])
    expect(settled).toBe(false)
    leaving.abort()
    await observed
    expect(outcomeOf(seen)).not.toBe('whole')
    expect(honest[way].startsWith(seen.text)).toBe(true)
    expect(seen.text.length).toBeLessThan(honest[way].length)
  })

  test.each(retries.map((one) => [one.way, JSON.stringify(one.fault), one] as const))(
    'by itself tries again or not: a %s, %s',
    async (way, _, { fault, expected }) => {
      await setFault(fault)
      const seen = await observe(client, way, { url: local.url, patient: true })
      const statuses = expected[client.key] ?? expected.rest
      expect(local.emulator.requests().map(({ status }) => status)).toEqual(statuses)
      expect(local.emulator.requests()[0]).toMatchObject({ fault: { kind: fault.kind, fired: true } })
      expect(outcomeOf(seen)).toBe(statuses.length > 1 ? 'whole' : 'error')
    },
  )
})
