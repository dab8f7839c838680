import { expect, test } from 'vitest'
import { prepared } from '../../testing/quota-run.js'
import { VirtualClock } from '../../testing/virtual-clock.js'
import { MemoryBucket } from './memory-bucket.js'
import type { Entrant, Ticket } from './quota-book.js'

const clock = new VirtualClock()
const { model } = prepared(clock, { maxTokens: 1, input: 1, output: 1 })
const entrant: Omit<Entrant, 'tokens'> = {
  priority: 'interactive',
  caller: '',
  signal: undefined,
  deadlineAt: Infinity,
  waits: true,
  queueUntil: Infinity,
  again: false,
  input: 0,
  most: 10_000,
}

test.each([
  ['settled', (ticket: Ticket) => ticket.settle(200), 94_800],
  ['refused', (ticket: Ticket) => ticket.refused({ what: 'requests', retryAfterMs: undefined }), 95_000],
])('a ticket that was %s gives back once, whatever is said of it later', async (_, end, left) => {
  const bucket = new MemoryBucket({ model, account: 'own' }, { tokensPerMinute: 100_000 }, clock)
  const tokensLeft = () => bucket.state().tokensLeft
  await bucket.enter({ ...entrant, tokens: 5000 })
  const ticket = await bucket.enter({ ...entrant, tokens: 1000 })
  expect(tokensLeft()).toBe(94_000)
  end(ticket)
  expect(tokensLeft()).toBe(left)
  ticket.settle(0)
  expect(tokensLeft()).toBe(left)
})
