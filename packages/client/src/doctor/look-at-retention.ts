import { isOutcropError } from '../errors/outcrop-error.js'
import { createError } from '../errors/create-error.js'
import { allowRetention } from '../errors/remedies.js'
import type { Finding, Unseen } from '../examine/examination.js'
import type { ResolvedModel } from '../invocation/index.js'
import type { DoctorPorts } from './ports.js'
import { unseenBy } from './unseen.js'

/** Each allows what those before it allow. */
const modes = ['none', 'default', 'aws_review', 'provider_data_share']

/** Whether the account keeps what is said as long as the model demands. */
export async function lookAtRetention(
  { ask, context, region }: DoctorPorts,
  model: ResolvedModel,
): Promise<Finding | Unseen> {
  const needed = model.entry?.requiresDataRetention
  if (needed === undefined) return { summary: `${model.displayName} works with any data retention` }
  let mode: string
  try {
    const { json } = await ask({ operation: 'GetAccountDataRetention' })
    mode = String((json as { mode?: unknown } | null)?.mode)
  } catch (error) {
    if (isOutcropError(error) && error.code === 'credentials_expired') throw error
    return { unseen: `${model.displayName} needs ${needed}; what the account has: ${unseenBy(error)}` }
  }
  const facts = { mode, needed }
  if (!modes.includes(mode)) return { unseen: `${model.displayName} needs ${needed}; the account has ${mode}`, facts }
  if (modes.indexOf(mode) >= modes.indexOf(needed))
    return { summary: `${mode}; ${model.displayName} needs ${needed}`, facts }
  const message = `The account's data retention is ${mode}, and ${model.displayName} needs ${needed}`
  throw createError('model_access', message, {
    remedy: allowRetention({ type: '', message }, { ...context(model), region }),
    region,
  })
}
