import { validationFault } from '../answer/service-fault.js'
import { type CallerCall, type ModelCall, type Stage, withFound } from '../call.js'
import { asObject } from '../request/parse-json.js'
import { mantleModel } from './resolve-mantle-model.js'
import { type Place, calledModel } from './resolve-model.js'

/** What the id in the body of a Messages request means at the endpoint that was called. */
export function resolveMessagesModel(place: Place): Stage<CallerCall, ModelCall> {
  return (next) => (call) => {
    const calledId = calledIdOf(call)
    call.entry.calledId = calledId
    const model = call.endpoint === 'mantle' ? mantleModel(calledId, call, place) : calledModel(calledId, call, place)
    call.entry.model = model.key
    return next(withFound(call, { modelId: calledId, model }))
  }
}

function calledIdOf({ received }: CallerCall): string {
  const body = asObject(received.json())
  if (!body) throw validationFault('The request body is not valid JSON.')
  const { model } = body
  if (model === undefined || model === null) throw validationFault('model: Field required')
  if (typeof model !== 'string') throw validationFault('model: Input should be a valid string')
  return model
}
