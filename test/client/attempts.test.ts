// What a call says of its attempts, what the ledger has of them and what the service got are the same, whatever is refused.
import { createClient, isOutcropError } from '@outcrop/client'
import type { AttemptRecord, ClientOptions, LedgerEntry } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import type { Fault } from '@outcrop/emulator'
import { expect, test } from 'vitest'

const today = new Date('2026-11-22T12:00:00Z')

/** Time that passes as fast as somebody waits for it. */
function hurriedClock(seed: number): NonNullable<ClientOptions['clock']> {
  let elapsed = 0
  let state = seed
  return {
    now: () => today.getTime() + elapsed,
    monotonic: () => elapsed,
    random: () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32,
    timer: () => ({ refresh: () => undefined, cancel: () => undefined }),
    sleep: (ms) => {
      elapsed += ms
      return Promise.resolve()
    },
  }
}

const throttled = {
  status: 429,
  type: 'ThrottlingException',
  message: 'Too many tokens, please wait before trying again.',
}
const troubles: readonly Omit<Fault & { kind: 'http' }, 'match' | 'kind'>[] = [
  throttled,
  throttled,
  throttled,
  { ...throttled, message: 'Too many requests, please wait before trying again.' },
  { status: 503, type: 'ServiceUnavailableException', message: 'Bedrock is unable to process your request.' },
]

interface Seen {
  readonly attempts: number
  readonly history: readonly AttemptRecord[]
}

test.each([1, 2, 3, 4, 5, 6])(
  'under random refusals every send is in the reply, the ledger and the journal (%i)',
  async (seed) => {
    const clock = hurriedClock(seed)
    const chance = () => clock.random()
    const faults = Array.from({ length: 120 }, (_, at): Fault[] =>
      chance() < 0.5
        ? [{ match: { nth: at + 1 }, kind: 'http', ...(troubles[Math.floor(chance() * troubles.length)] ?? throttled) }]
        : [],
    ).flat()
    await using emulator = await startEmulator({ now: () => today, faults })
    const entries: LedgerEntry[] = []
    const limits = { tokensPerMinute: 100_000, requestsPerMinute: 30 }
    await using client = createClient({
      environment: { HOME: '/nowhere', ...emulator.env },
      clock,
      ledger: (entry) => void entries.push(entry),
      ...(seed % 2 === 0 && { quotas: { 'claude-haiku-4-5': limits } }),
    })
    const call = async (at: number): Promise<Seen> => {
      const request = { model: 'claude-haiku-4-5', prompt: `call ${at}.`, maxTokens: 200 }
      const options = { tags: { task: `call ${at}.` }, maxRetries: 1 }
      try {
        return await (at % 2 === 0 ? client.invoke(request, options) : client.stream(request, options).reply())
      } catch (error) {
        if (isOutcropError(error)) return error
        throw error
      }
    }
    let queued = 0
    for (let at = 0; at < 24; at += 3) {
      const seen = await Promise.all([call(at), call(at + 1), call(at + 2)])
      for (const [index, { attempts, history }] of seen.entries()) {
        const task = `call ${at + index}.`
        const recorded = entries.filter(({ tags }) => tags.task === task)
        const sent = emulator.requests().filter(({ request }) => JSON.stringify(request.body).includes(task))
        expect(attempts).toBe(sent.length)
        expect(history.map(({ number }) => number)).toEqual(sent.map((_, place) => place + 1))
        expect(history.map(({ outcome, status }) => [outcome, status])).toEqual(
          recorded.map(({ outcome }, place) => [outcome, sent[place]?.status]),
        )
        expect(recorded.map(({ attempt }) => attempt)).toEqual(history.map(({ number }) => number))
        // One retry is allowed, and refusals for want of quota are none.
        expect(history.filter((one) => one.queued !== true).length).toBeLessThanOrEqual(2)
        const least = history.at(-1)?.outcome === 'unavailable' ? 2 : 0
        expect(history.filter((one) => one.queued !== true).length).toBeGreaterThanOrEqual(least)
        expect(history.filter((one) => one.queued === true).every(({ outcome }) => outcome === 'throttled')).toBe(true)
        queued += history.filter((one) => one.queued === true).length
      }
    }
    expect(queued).toBeGreaterThan(5)
  },
)
