import type { ModelEntry } from '@outcrop/models'
import { isStillListed, lifecycleAt, successorOf } from './lifecycle.js'
import type { ResolveRequest, Unresolved } from './types.js'

/** A model of the registry, under its key. */
export interface NamedModel {
  readonly key: string
  readonly entry: ModelEntry
}

/** What the age of a model and its gate have to say: a refusal, or warnings. */
export type StateVerdict = Unresolved | { readonly ok: true; readonly warnings: readonly string[] }

const on = (date: string | undefined, word: string): string => (date === undefined ? '' : ` ${word} ${date}`)

function ended(request: ResolveRequest, { key, entry }: NamedModel): Unresolved {
  const { registry, region, now } = request
  const successor = successorOf(registry, key, now)
  const { endOfLife, stillListed } = entry.lifecycle
  const inRegion =
    stillListed !== undefined && stillListed.regions.includes(region)
      ? ` Bedrock still listed it in ${region} on ${stillListed.asOf}: name its Bedrock id or profile in full to try it there.`
      : ''
  return {
    ok: false,
    code: 'model_end_of_life',
    message: `${entry.displayName} reached its end of life on Bedrock${on(endOfLife, 'on')}.`,
    remedy: `${successor === undefined ? 'Choose another model: outcrop models lists them.' : `Use ${successor} instead.`}${inRegion}`,
    ...(successor !== undefined && { suggestions: [successor] }),
  }
}

function legacyWarning(request: ResolveRequest, { key, entry }: NamedModel): string {
  const { legacy, endOfLife } = entry.lifecycle
  const successor = successorOf(request.registry, key, request.now)
  const advice = successor === undefined ? '' : `; move to ${successor}`
  return `${entry.displayName} is marked Legacy on Bedrock${on(legacy, 'since')}${on(endOfLife, 'and ends on')}${advice}.`
}

/**
 * Refuses a model that has ended and warns of one that is about to, or that is by invitation only. Where Bedrock still
 * listed an ended model, its id named in full passes with a warning.
 */
export function stateOf(request: ResolveRequest, model: NamedModel, named: 'in full' | 'by key'): StateVerdict {
  const { entry } = model
  const status = lifecycleAt(entry.lifecycle, request.now)
  const warnings: string[] = []
  if (status === 'EOL') {
    if (named === 'by key' || !isStillListed(entry, request.region)) return ended(request, model)
    warnings.push(
      `${entry.displayName} has reached its end of life elsewhere; Bedrock still listed it in ${request.region}${on(entry.lifecycle.stillListed?.asOf, 'on')}.`,
    )
  }
  if (status === 'LEGACY') warnings.push(legacyWarning(request, model))
  if (entry.gated)
    warnings.push(`${entry.displayName} is by invitation only: without one Bedrock calls the id invalid.`)
  return { ok: true, warnings }
}
