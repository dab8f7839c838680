import type { Fault } from '@outcrop/emulator'
import type { Way } from './ways.js'

/** What has to come of a fault that befalls the first request of a call, where the call may begin or go on anew. */
type Fate = 'recovers' | 'fails'

/** One fault, where it strikes, and what has to come of it. */
export interface FaultCase {
  /** The row of the table that it counts in. */
  readonly row: string
  readonly fault: Fault
  readonly fate: Fate
  /** Whether a part of a streamed answer may have come when it strikes. */
  readonly midStream: boolean
  /** The clock has to be moved on for it to end, once so many reads have come: of the head, and of events. */
  readonly silentAfter?: number
}

/** More than any test lasts: such a silence ends because the client leaves. */
const forEverMs = 2_000_000_000

const first = { nth: 1 } as const

function before(row: string, fault: Fault, fate: Fate = 'recovers'): FaultCase {
  return { row, fault: { ...fault, match: first }, fate, midStream: false }
}

const statuses: readonly (readonly [number, Fate])[] = [
  [400, 'fails'],
  [403, 'fails'],
  [404, 'fails'],
  [408, 'recovers'],
  [424, 'recovers'],
  [429, 'recovers'],
  [500, 'recovers'],
  [502, 'recovers'],
  [503, 'recovers'],
  [504, 'recovers'],
  [529, 'recovers'],
]

/** Faults that strike before the head of the answer, or not at all. */
export const faultsBefore: readonly FaultCase[] = [
  ...statuses.map(([status, fate]) => before(`status ${status}`, { kind: 'http', status }, fate)),
  before('status 429 with Retry-After', { kind: 'http', status: 429, headers: { 'retry-after': '2' } }),
  before('a late answer', { kind: 'delay', ms: 1 }),
  { ...before('no answer at all', { kind: 'hang' }, 'fails'), silentAfter: 0 },
  before('a reset before the head', { kind: 'reset' }),
  before('expired credentials', { kind: 'expired-token' }),
  // The service's time stays what it is.
  { ...before('a wrong clock', { kind: 'clock-skew' }), fault: { kind: 'clock-skew' } },
  before('bytes one by one', { kind: 'split', sizes: [1] }),
  before('bytes in odd pieces', { kind: 'split', sizes: [3, 1, 17, 64] }),
]

const exceptions: readonly (readonly [string, Fate])[] = [
  ['throttlingException', 'recovers'],
  ['internalServerException', 'recovers'],
  ['modelStreamErrorException', 'recovers'],
  ['serviceUnavailableException', 'recovers'],
  ['modelTimeoutException', 'recovers'],
  ['modelNotReadyException', 'recovers'],
  ['validationException', 'fails'],
]

/** Inside each field of a frame: its lengths, its checksums, its headers and its payload; 0 is between two frames. */
const cutOffsets = [0, 2, 6, 10, 12, 13, 24, 60, 110, 1_000_000]

/** All that can strike one event of an answer. Server-sent events have no checksum. */
export function faultsAt(
  atEvent: number,
  { streamed, surface }: Pick<Way, 'streamed' | 'surface'>,
): readonly FaultCase[] {
  const midStream = streamed && atEvent > 0
  const at = (row: string, fault: Fault, fate: Fate = 'recovers'): FaultCase => {
    return { row, fault: { ...fault, match: first }, fate, midStream }
  }
  const cases = [
    at('a reset in the answer', { kind: 'reset', atEvent }),
    at('a proper end too early', { kind: 'eof', atEvent }, streamed ? 'recovers' : 'fails'),
    { ...at('silence in the answer', { kind: 'stall', atEvent, ms: forEverMs }), silentAfter: midStream ? 2 : 1 },
    at('an error frame', { kind: 'error-frame', atEvent }),
    ...exceptions.map(([type, fate]) => at(type, { kind: 'exception', atEvent, type }, fate)),
    ...cutOffsets.map((offset) => at('an end inside a frame', { kind: 'cut', atEvent, offset })),
  ]
  if (!streamed || surface !== 'invoke') return cases
  return [...cases, at('a wrong checksum', { kind: 'checksum', atEvent })]
}

/** One fault of each row for this event, another one of the row for each event: enough to see every row everywhere. */
export function someFaultsAt(atEvent: number, way: Pick<Way, 'streamed' | 'surface'>): readonly FaultCase[] {
  const rows = new Map<string, FaultCase[]>()
  for (const one of faultsAt(atEvent, way)) {
    const row = one.fault.kind === 'exception' ? 'exception' : one.row
    rows.set(row, [...(rows.get(row) ?? []), one])
  }
  return [...rows.values()].flatMap((cases) => cases[(atEvent * 3) % cases.length] ?? [])
}
