import type { FaultKind } from '@outcrop/emulator'

/** A kind of fault as exec uses it. */
interface KindPlan {
  /** What befalls the call, as a clause. */
  readonly does: (value: number) => string
  /** What the number after `=` is where none is given; absent where the kind takes none. */
  readonly value?: (where: Where) => number
  /** The members of the fault. */
  readonly members: (value: number, where: Where) => Readonly<Record<string, unknown>>
  /** The whole answer comes in spite of it, so that a program which waits has lost nothing. */
  readonly harmless?: true
  /** A state and not an accident: it befalls every call, whichever the faults are for. */
  readonly lasts?: true
}

export interface Where {
  /** The event of a streamed answer that a fault is for: far enough in that text has come, early enough that more would. */
  readonly atEvent: number
  /** How long a run may take. */
  readonly limitMs: number
}

const atEvent = ({ atEvent: event }: Where) => event

const kinds: Readonly<Record<FaultKind, KindPlan>> = {
  http: {
    does: (status) => `refused with status ${status}`,
    value: () => 429,
    members: (status) => ({ status }),
  },
  delay: { does: (ms) => `no answer for ${ms} ms`, value: () => 2000, members: (ms) => ({ ms }), harmless: true },
  hang: { does: () => 'no answer ever', members: () => ({}) },
  reset: { does: () => 'connection reset before any answer', members: () => ({}) },
  cut: {
    does: (event) => `connection ends inside event ${event} of the answer`,
    value: atEvent,
    members: (event) => ({ atEvent: event, offset: 10 }),
  },
  eof: {
    does: (event) => `answer ends before event ${event} as if it were whole`,
    value: atEvent,
    members: (event) => ({ atEvent: event }),
  },
  stall: {
    does: (ms) => `silence for ${ms} ms inside the answer`,
    // Longer than anybody waits: whoever does not watch for silence hangs.
    value: ({ limitMs }) => limitMs * 2,
    members: (ms, where) => ({ ms, atEvent: where.atEvent }),
    harmless: true,
  },
  exception: {
    does: (event) => `throttling exception in place of event ${event} of the answer`,
    value: atEvent,
    members: (event) => ({ atEvent: event, type: 'throttlingException' }),
  },
  'error-frame': {
    does: (event) => `error frame in place of event ${event} of the answer`,
    value: atEvent,
    members: (event) => ({ atEvent: event }),
  },
  checksum: {
    does: (event) => `wrong checksum in event ${event} of the answer`,
    value: atEvent,
    members: (event) => ({ atEvent: event }),
  },
  split: { does: () => 'answer in tiny pieces', members: () => ({ sizes: [1, 7, 64] }), harmless: true },
  'expired-token': { does: () => 'credentials refused as expired', members: () => ({}), lasts: true },
  'clock-skew': {
    does: (ms) => `clock of the service off by ${ms} ms`,
    value: () => 600_000,
    members: (ms) => ({ ms }),
    lasts: true,
  },
}

const kindNames = Object.keys(kinds) as readonly FaultKind[]

/** What `--faults all` stands for: every kind once, and the two refusals that services give most. */
export const allFaults: readonly string[] = kindNames.flatMap((kind) =>
  kind === 'http' ? ['http=429', 'http=503'] : [kind],
)

/** A fault to run the program with. */
export interface PlannedFault {
  /** As on the command line: `cut`, `http=503`. */
  readonly name: string
  readonly does: string
  readonly harmless: boolean
  /** Whether it befalls every call. */
  readonly lasts: boolean
  /** The fault without its `match`, in the words of the emulator's configuration. */
  readonly members: Readonly<Record<string, unknown>>
}

/**
 * Understands a name of `--faults`: a kind, or a kind with its number, such as `http=503`, `stall=5000` or `cut=7`.
 * Undefined for what is neither.
 */
export function plannedFault(name: string, where: Where): PlannedFault | undefined {
  const [, kindName = '', given] = /^([a-z-]+)(?:=(-?\d+))?$/.exec(name) ?? []
  const kind = kindNames.find((one) => one === kindName)
  if (kind === undefined) return undefined
  const { does, value, members, harmless = false, lasts = false } = kinds[kind]
  if (given !== undefined && value === undefined) return undefined
  const number = given === undefined ? (value?.(where) ?? 0) : Number(given)
  return { name, does: does(number), harmless, lasts, members: { kind, ...members(number, where) } }
}

/** The names that `--faults` takes, for whoever misspelled one. */
export function faultNames(): string {
  return kindNames.map((kind) => (kinds[kind].value === undefined ? kind : `${kind}[=N]`)).join(', ')
}
