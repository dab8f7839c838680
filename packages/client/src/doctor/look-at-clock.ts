import { createError } from '../errors/create-error.js'
import { setClock } from '../errors/remedies.js'
import type { Finding, Unseen } from '../examine/examination.js'
import { header } from '../invocation/answer-head.js'
import type { WireHead } from '../invocation/index.js'
import type { DoctorPorts } from './ports.js'

/** AWS refuses signatures that are five minutes off; less than four may come of a slow answer. */
const toleratedMs = 240_000

/** Compares this machine's clock with the Date of the answer. */
export function lookAtClock({ clock, region, context }: DoctorPorts, head: WireHead | undefined): Finding | Unseen {
  const theirs = Date.parse(head === undefined ? '' : (header(head, 'date') ?? ''))
  if (Number.isNaN(theirs)) return { unseen: 'The answer has no date to compare with' }
  const skewMs = clock.now() - theirs
  const seconds = Math.round(skewMs / 1000)
  if (Math.abs(skewMs) < toleratedMs)
    return { summary: `Within ${Math.abs(seconds)} s of the service's`, facts: { skewSeconds: seconds } }
  const minutes = Math.round(Math.abs(skewMs) / 60_000)
  const message = `The clock of this machine is ${minutes} minutes ${skewMs > 0 ? 'ahead of' : 'behind'} the service's`
  throw createError('signature', message, {
    remedy: `${setClock({ type: '', message }, { ...context(), region })} Outcrop corrects the time of its signatures by itself; other tools are refused.`,
    region,
  })
}
