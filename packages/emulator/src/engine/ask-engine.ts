import { ServiceFault } from '../answer/service-fault.js'
import type { Behaviour } from '../behaviour.js'
import type { AdmittedCall, RepliedCall, Stage } from '../call.js'

/** Gets the words of an answer from whichever engine is set. */
export function askEngine(behaviour: Behaviour): Stage<AdmittedCall, RepliedCall> {
  return (next) => async (call) => {
    const { engine } = behaviour
    const { request, operation, model } = call
    const reply = await engine.reply({ request, operation, modelKey: model.key, calledId: model.calledId })
    if (!reply) throw new ServiceFault(500, 'InternalServerException', `The ${engine.kind} engine has no answer.`)
    call.entry.engine = engine.kind
    if (reply.scenario !== undefined) call.entry.scenario = reply.scenario
    return next({ ...call, reply })
  }
}
