import { type Answer, jsonAnswer } from '../answer/answer.js'
import { ServiceFault, validationFault } from '../answer/service-fault.js'
import type { CallerCall } from '../call.js'
import { retentionModes } from '../request/chat-request.js'
import { asObject, unreadableBody } from '../request/parse-json.js'
import type { Catalog } from './foundation-models.js'

/** GET /use-case-for-model-access. That an account without a form gets a 404 is in AWS's model; its words are not. */
export function getUseCase(_: CallerCall, { account }: Catalog): Answer {
  const { form } = account
  if (form === undefined)
    throw new ServiceFault(404, 'ResourceNotFoundException', 'No use case details were found for this account.')
  return jsonAnswer(JSON.stringify({ formData: form }))
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** POST /use-case-for-model-access: from now on Anthropic's models may be called. */
export function putUseCase({ received }: CallerCall, { account }: Catalog): Answer {
  const body = asObject(received.json())
  if (!body) throw unreadableBody()
  const { formData } = body
  if (typeof formData !== 'string' || formData === '' || !base64.test(formData))
    throw validationFault(
      "1 validation error detected: Value at 'formData' failed to satisfy constraint: Member must not be null",
    )
  account.fileForm(formData)
  return jsonAnswer('{}', [], 201)
}

/** GET /data-retention */
export function getDataRetention(_: CallerCall, { account }: Catalog): Answer {
  return jsonAnswer(JSON.stringify({ mode: account.dataRetention }))
}

/** PUT /data-retention */
export function putDataRetention({ received }: CallerCall, { account }: Catalog): Answer {
  const body = asObject(received.json())
  if (!body) throw unreadableBody()
  const mode = retentionModes.find((known) => known === body['mode'])
  if (mode === undefined)
    throw validationFault(
      `1 validation error detected: Value at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [${retentionModes.join(', ')}]`,
    )
  account.retain(mode)
  return jsonAnswer(JSON.stringify({ mode }))
}
