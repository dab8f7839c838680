import { registry } from '@outcrop/models'
import type { Message } from '@outcrop/wire/anthropic'
import { createAdmit } from '../src/admit/admit.js'
import { Budgets } from '../src/admit/budgets.js'
import { MemoryQuotaBook } from '../src/admit/memory-quota-book.js'
import type { QuotaLimits } from '../src/admit/quota-book.js'
import { noteCharge } from '../src/cost/charge.js'
import { createError } from '../src/errors/create-error.js'
import { identifyCall } from '../src/invocation/call-identity.js'
import type { PreparedInvocation, Priority, PricedAnswer, ResolvedModel, Tags } from '../src/invocation/index.js'
import { QuotaModel } from './quota-model.js'
import { stalling } from './stalling.js'
import type { Load } from './stalling.js'
import { VirtualClock } from './virtual-clock.js'

/** One call of a run. */
export interface Job {
  readonly maxTokens: number
  readonly input: number
  readonly output: number
  readonly priority?: Priority
  readonly tags?: Tags
}

/** How jobs are run. */
export interface Run {
  readonly jobs: readonly Job[]
  readonly concurrency: number
  readonly refill: 'bucket' | 'window'
  /** The part of the tokens that somebody else would take, and how much of them in each call. Default: 2000. */
  readonly foreign?: number
  readonly foreignTokens?: number
  /** What the client is told. */
  readonly limits: QuotaLimits
  readonly tokensPerMinute?: number
  readonly requestsPerMinute?: number
  readonly seed?: number
  /** How far the minute has come when the jobs begin, in milliseconds: windows begin with the minute. Default: 23 s. */
  readonly intoMinuteMs?: number
  /** How the machines of client and service stall. Default: not at all. */
  readonly load?: Load
}

const sonnet = registry.modelRegistry['claude-sonnet-4-5']!
const model: ResolvedModel = {
  key: 'claude-sonnet-4-5',
  displayName: 'Claude Sonnet 4.5',
  calledId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  region: 'us-east-1',
  surface: 'invoke',
  geography: 'us',
  entry: sonnet,
  priceKind: 'regional',
  notes: [],
}

const noon = Date.UTC(2026, 10, 22, 12)
const firstTokenMs = 1000
const msPerToken = 1000 / 80
const wayMs = 15
/** What an answer costs beyond what was held for it is taken in such steps. */
const tokensInStep = 80

/** An invocation as prepare hands it down. */
export function prepared(clock: VirtualClock, job: Job, more: Partial<PreparedInvocation> = {}): PreparedInvocation {
  return {
    request: { model: 'claude-sonnet-4-5', body: {}, defaults: {}, headers: {} },
    delivery: 'whole',
    limits: { idleMs: 600_000, connectMs: 10_000, deadlineAt: clock.monotonic() + 3_600_000, maxRetries: 2 },
    signal: undefined,
    priority: job.priority ?? 'interactive',
    tags: job.tags ?? {},
    maxCostUsd: undefined,
    startedAt: clock.monotonic(),
    call: identifyCall(clock),
    model,
    surface: undefined,
    target: {
      region: 'us-east-1',
      surface: 'invoke',
      account: 'own',
      place: { origin: 'http://x', basePath: '', signingName: 'bedrock' },
    },
    // About `input` tokens, as the estimate counts.
    body: {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: job.maxTokens,
      messages: [{ role: 'user', content: 'word '.repeat(job.input) }],
    },
    operation: 'InvokeModel',
    ...more,
  } as PreparedInvocation
}

/** The answer that a job gets. */
export function answerOf({ input, output }: Job): PricedAnswer {
  const tokens = { input, output, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  return {
    message: { usage: { input_tokens: input, output_tokens: output } } as Message,
    model,
    requestId: 'r',
    emulated: true,
    status: 200,
    serviceTier: undefined,
    usage: { inputTokens: input, outputTokens: output, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 },
    costUsd: 0,
    place: { region: 'us-east-1', surface: 'invoke', endpoint: 'http://x' },
    charge: { tokens, cost: undefined, exact: true },
    history: undefined,
  }
}

/** The refusal that Bedrock gives. */
export function refusal(what: 'tokens' | 'requests'): Error {
  const error = createError('throttled', `Too many ${what}, please wait before trying again.`, {
    status: 429,
    serviceError: 'ThrottlingException',
  })
  const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  noteCharge(error, { tokens, cost: undefined, exact: true })
  return error
}

/** Runs jobs through the stage against a modelled service, in virtual time. */
export async function runJobs(run: Run) {
  const clock = new VirtualClock(noon + (run.intoMinuteMs ?? 23_000), run.seed)
  const limits = { tokensPerMinute: run.tokensPerMinute ?? 300_000, requestsPerMinute: run.requestsPerMinute ?? 60 }
  const service = new QuotaModel({ ...limits, refill: run.refill, burndown: 5 }, clock.now())
  const there = stalling(clock, run.load)
  const here = stalling(clock, run.load)
  const book = new MemoryQuotaBook({ 'claude-sonnet-4-5': run.limits }, here)
  const admit = createAdmit({
    clock: here,
    book,
    budgets: new Budgets({ clock: here, budget: undefined }),
    maxQueueMs: Infinity,
    hasRoutes: false,
  })
  const jobOf = new WeakMap<object, Job>()
  const order: Job[] = []
  const handler = admit(async (invocation) => {
    const job = jobOf.get(invocation.call)!
    await there.sleep(wayMs)
    const lacking = service.ask(job, clock.now())
    if (lacking !== undefined) {
      await here.sleep(wayMs)
      throw refusal(lacking)
    }
    order.push(job)
    const admittedAt = clock.now()
    await there.sleep(firstTokenMs)
    for (let from = 0; from < job.output; from += tokensInStep) {
      const to = Math.min(job.output, from + tokensInStep)
      await there.sleep((to - from) * msPerToken)
      service.generated(job, { from, to }, clock.now())
    }
    service.settle(job, admittedAt, clock.now())
    await here.sleep(wayMs)
    return answerOf(job)
  })
  const { foreign: share = 0, foreignTokens = 2000 } = run
  const others = () => {
    service.foreign(foreignTokens, clock.now())
    clock.timer((foreignTokens / (share * limits.tokensPerMinute)) * 60_000 * (0.5 + clock.random()), others)
  }
  const times: number[] = []
  const failures: unknown[] = []
  const waiting = [...run.jobs]
  const worker = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const begun = clock.monotonic()
      const invocation = prepared(clock, job)
      jobOf.set(invocation.call, job)
      await handler(invocation, () => undefined).catch((error: unknown) => failures.push(error))
      times.push(clock.monotonic() - begun)
    }
  }
  if (share > 0) others()
  const start = clock.now()
  await clock.run(Promise.all(Array.from({ length: run.concurrency }, worker)))
  times.sort((a, b) => a - b)
  return {
    order,
    failures,
    refusals: service.refusals,
    foreignRefusals: service.foreignRefusals,
    served: service.served,
    lastAdmissionMs: service.lastAdmission - start,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
  }
}

/** Jobs of different sizes, the same for the same seed. */
export function jobsOf(mix: 'chat' | 'agentic', count: number, seed = 7): Job[] {
  const random = new VirtualClock(0, seed)
  const around = (median: number, spread: number) => {
    const gauss = Math.sqrt(-2 * Math.log(1 - random.random())) * Math.cos(2 * Math.PI * random.random())
    return Math.round(median * Math.exp(spread * gauss))
  }
  return Array.from({ length: count }, () => {
    if (mix === 'agentic')
      return { maxTokens: 32_000, input: Math.min(20_000, around(3000, 0.8)), output: Math.min(8000, around(600, 0.9)) }
    const maxTokens = random.random() < 0.5 ? 4096 : 8192
    return { maxTokens, input: Math.min(4000, around(700, 0.6)), output: Math.min(maxTokens, around(900, 0.7)) }
  })
}

/** The earliest moment at which any order of the jobs could have had its last admission, from a full bucket. */
export function boundMs(jobs: readonly Job[], { tokensPerMinute = 300_000, requestsPerMinute = 60 } = {}): number {
  const used = jobs.reduce((sum, { input, output }) => sum + input + 5 * output, 0)
  const smallest = Math.min(...jobs.map(({ input, output, maxTokens }) => input + 5 * output - (input + maxTokens)))
  const tokens = ((used - smallest - tokensPerMinute) / tokensPerMinute) * 60_000
  const requests = ((jobs.length - requestsPerMinute) / requestsPerMinute) * 60_000
  return Math.max(tokens, requests, 0)
}

/** The same where the limit comes back whole with each minute: the start of the last minute that is needed, or the end of the first. */
export function windowBoundMs(
  jobs: readonly Job[],
  intoMinuteMs: number,
  { tokensPerMinute = 300_000, requestsPerMinute = 60 } = {},
): number {
  const used = jobs.reduce((sum, { input, output }) => sum + input + 5 * output, 0)
  const minutes = Math.max(Math.ceil(used / tokensPerMinute), Math.ceil(jobs.length / requestsPerMinute))
  return 60_000 - intoMinuteMs + Math.max(0, minutes - 2) * 60_000
}
