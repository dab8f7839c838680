import { parseModelId } from '@outcrop/wire/bedrock'
import { ServiceFault } from '../answer/service-fault.js'
import type { Behaviour } from '../behaviour.js'
import { type OperationCall, type Stage, withFound } from '../call.js'
import type { EmulatorClock } from '../clock/clock.js'
import type { Offer } from '../models/offer.js'
import { asObject } from '../request/parse-json.js'
import { usualSkewMs } from './fault-kinds.js'
import { fire, noteFault } from './note-fault.js'

export interface FaultParts {
  readonly behaviour: Behaviour
  readonly clock: EmulatorClock
  readonly offer: Offer
}

/**
 * Whether something goes wrong with this request, and what. Only a wrong clock shows before the caller is known; all
 * else befalls those who may call, because whoever may not is refused anyway.
 */
export function chooseFault({ behaviour, clock, offer }: FaultParts): Stage<OperationCall, OperationCall> {
  return (next) => (call) => {
    const { faults } = behaviour
    if (faults.isEmpty) return next(call)
    const fault = faults.choose({ operation: call.operation, modelNames: namesOf(call, offer) })
    if (fault === undefined) return next(call)
    noteFault(call.entry, fault)
    if (fault.kind !== 'clock-skew') return next(withFound(call, { fault }))
    return atAnotherTime(next, withFound(call, { fault, skewMs: fault.ms ?? usualSkewMs }), clock)
  }
}

/** Everything that the called model is called by; the Messages API names it in the body. */
function namesOf({ modelId, operation, received }: OperationCall, offer: Offer): readonly string[] {
  const inBody = operation === 'Messages' || operation === 'MessagesCountTokens'
  const calledId = inBody ? asObject(received.json())?.['model'] : modelId
  if (typeof calledId !== 'string') return []
  const model = offer.byId(parseModelId(calledId)?.id ?? calledId) ?? offer.byMantleId(calledId)
  return model ? [model.key, model.entry.modelId, calledId] : [calledId]
}

const complaint = /^Signature (?:expired|not yet current)/

async function atAnotherTime(
  next: ReturnType<Stage<OperationCall, OperationCall>>,
  call: OperationCall & { readonly skewMs: number },
  clock: EmulatorClock,
) {
  const date = () => new Date(clock.now().getTime() + call.skewMs)
  try {
    return { ...(await next(call)), date: date() }
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error
    if (complaint.test(error.message)) fire(call.entry)
    throw new ServiceFault(error.status, error.type, error.message, { ...error.options, date: date() })
  }
}
