import type { ModelEntry, PriceKind } from '@outcrop/models'
import type { Residency } from './request.js'
import type { CallSurface } from './target.js'

/** What a name came to. */
export interface ResolvedModel {
  /** Our key, such as `claude-sonnet-4-5`; undefined for an id that the registry does not know. */
  readonly key: string | undefined
  readonly displayName: string
  /** What is sent: a profile id, a bare id or an ARN. */
  readonly calledId: string
  /** Region that is called. */
  readonly region: string
  /** By which way it is called. */
  readonly surface: CallSurface
  /** Where the inference may run; undefined where the id does not say. */
  readonly geography: Residency | undefined
  /** All that the registry knows of the model. */
  readonly entry: ModelEntry | undefined
  /** Which of the model's prices counts; undefined where that is not known. */
  readonly priceKind: PriceKind | undefined
  /** What the caller should hear: a legacy model, a renamed key, an id that the registry does not know. */
  readonly notes: readonly string[]
}
