import type { Clock } from '../clock/index.js'
import { openElsewhere } from '../errors/elsewhere.js'
import { isOutcropError, withPlace } from '../errors/outcrop-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import type {
  Handler,
  Invocation,
  NormalRequest,
  PricedAnswer,
  ResolvedModel,
  RoutedInvocation,
} from '../invocation/index.js'
import { runtimeOnly } from '../invocation/runtime-only.js'
import { placeOfTarget } from '../invocation/target.js'
import type { Candidate, FindCandidates } from './candidates.js'
import { choose } from './choose.js'
import type { Standing } from './choose.js'
import { DayPauses } from './day-pauses.js'
import type { EndpointHealth } from './endpoint-health.js'
import { verdictOf } from './verdict.js'
import type { Verdict } from './verdict.js'
import { conversationOf, WarmCaches } from './warm-caches.js'

/** What routing needs. */
export interface RoutePorts {
  readonly candidates: FindCandidates
  readonly health: EndpointHealth
  /** How long a call of the model would wait for quota, in milliseconds, by what is known. Default: not at all. */
  readonly waitOf?: (model: ResolvedModel, account: string) => number
  readonly clock: Clock
}

/** What one call has met so far. */
interface CallMemory {
  readonly failures: Map<Candidate['route'], number>
  readonly conversation: string
}

type Next = Handler<RoutedInvocation, PricedAnswer>

/** Chooses a way for each attempt, and learns from how it went. */
class Routing {
  readonly #ports: RoutePorts
  readonly #next: Next
  readonly #warm = new WarmCaches()
  readonly #pauses: DayPauses
  readonly #calls = new WeakMap<Invocation['call'], CallMemory>()

  constructor(ports: RoutePorts, next: Next) {
    this.#ports = ports
    this.#next = next
    this.#pauses = new DayPauses(ports.clock)
  }

  readonly attempt: Handler<Invocation, PricedAnswer> = async (invocation, receive) => {
    const { request, surface, signal } = invocation
    const candidates = fit(request, await this.#ports.candidates({ name: request.model, surface }, signal))
    const [only] = candidates
    const memory = candidates.length === 1 ? undefined : this.#memoryOf(invocation, candidates)
    const chosen = memory === undefined ? only : candidates[this.#choice(candidates, memory)]
    if (chosen === undefined) throw new TypeError('no candidate')
    const ended = this.#ports.health.begin(endpointOf(chosen))
    try {
      const { model, target } = chosen
      const answer = await this.#next({ ...invocation, model, target }, receive)
      ended('up')
      if (memory !== undefined) this.#noteCache(memory, chosen, answer)
      return answer
    } catch (error) {
      if (!isOutcropError(error)) {
        ended('unknown')
        throw error
      }
      const verdict = verdictOf(error, this.#ports.clock.monotonic() >= invocation.limits.deadlineAt)
      ended(verdict.health)
      if (verdict.dayIsOver) this.#pauses.pause(bucketOf(chosen))
      if (memory !== undefined && verdict.avoid) this.#failed(error, chosen, { candidates, memory, verdict })
      throw withPlace(error, placeOfTarget(chosen.target))
    }
  }

  #memoryOf({ call, request }: Invocation, candidates: readonly Candidate[]): CallMemory {
    const known = this.#calls.get(call)
    if (known !== undefined) return known
    const model = candidates[0]?.model
    const memory = { failures: new Map(), conversation: conversationOf(model?.key ?? request.model, request.body) }
    this.#calls.set(call, memory)
    return memory
  }

  #choice(candidates: readonly Candidate[], memory: CallMemory): number {
    const { clock } = this.#ports
    const warm = this.#warm.find(memory.conversation, clock.monotonic())
    const standings = candidates.map((candidate) => this.#standing(candidate, memory, candidate.route === warm))
    return choose(standings, candidates[0]?.route.weight === undefined ? 0 : clock.random())
  }

  #standing(candidate: Candidate, { failures }: CallMemory, isWarm: boolean): Standing {
    const { health, waitOf } = this.#ports
    const { route, model } = candidate
    return {
      readiness: health.readiness(endpointOf(candidate)),
      isPaused: this.#pauses.isPaused(bucketOf(candidate)),
      failures: failures.get(route) ?? 0,
      waitMs: waitOf?.(model, route.account) ?? 0,
      weight: route.weight,
      isWarm,
    }
  }

  /** Leads the next attempt another way; at once, if one is left on which this call has not failed. */
  #failed(
    error: OutcropError,
    { route }: Candidate,
    { candidates, memory, verdict }: { candidates: readonly Candidate[]; memory: CallMemory; verdict: Verdict },
  ): void {
    memory.failures.set(route, (memory.failures.get(route) ?? 0) + 1)
    const isOpen = (candidate: Candidate): boolean => {
      const { readiness, isPaused, failures } = this.#standing(candidate, memory, false)
      return readiness !== 'down' && !isPaused && failures === 0
    }
    if (verdict.elsewhere && candidates.some(isOpen)) openElsewhere(error)
  }

  #noteCache({ conversation }: CallMemory, { route }: Candidate, { usage, message }: PricedAnswer): void {
    const use = {
      read: usage.cacheReadInputTokens,
      written: usage.cacheWriteInputTokens,
      writtenForAnHour: message.usage.cache_creation?.ephemeral_1h_input_tokens ?? 0,
    }
    this.#warm.note(conversation, route, { use, now: this.#ports.clock.monotonic() })
  }
}

/** Without the ways that lack what the request asks for; all, if no other is left: then prepare says why. */
function fit(request: NormalRequest, candidates: readonly Candidate[]): readonly Candidate[] {
  const fitting = candidates.filter(({ target }) => target.surface !== 'mantle' || runtimeOnly(request) === undefined)
  return fitting.length === 0 ? candidates : fitting
}

/** Two accounts share the endpoint of a region; runtime and mantle are two. */
function endpointOf({ target: { region, place } }: Candidate): string {
  return `${region} ${place.origin}${place.basePath}`
}

/** What has a quota of its own: a model, on runtime or mantle, of an account and a region. */
function bucketOf(candidate: Candidate): string {
  const { model, target } = candidate
  return `${endpointOf(candidate)} ${target.account} ${model.key ?? model.calledId}`
}

/**
 * Decides what is called, and where. Below retry, so that each attempt is decided anew: an attempt that failed for want
 * of capacity or of a network goes on to another route, and endpoints that are down are left alone until one call has
 * tried them.
 *
 * @throws RequestError `unknown_model`, `model_end_of_life`, `profile_required` or `model_not_found`
 */
export function createRoute(ports: RoutePorts): (next: Next) => Handler<Invocation, PricedAnswer> {
  return (next) => new Routing(ports, next).attempt
}
