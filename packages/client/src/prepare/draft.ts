import type { ModelEntry, ParameterRules } from '@outcrop/models'
import type { InvokeBody } from '@outcrop/wire/anthropic'
import { createError } from '../errors/create-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import type { OutputWish, RequestDefaults } from '../invocation/index.js'

/** A request on its way to be final. The rules change `body`; what the caller said stands in it from the start. */
export interface Draft {
  readonly body: Partial<InvokeBody>
  readonly defaults: RequestDefaults
  readonly output: OutputWish | undefined
  /** Name for messages: the key, or the id. */
  readonly model: string
  /** Undefined for a model that the registry does not know: then Bedrock judges. */
  readonly entry: ModelEntry | undefined
  readonly rules: ParameterRules | undefined
}

/** One thing that models demand of a request. Adapts what gave way by itself, refuses what the caller insists on. */
export type Rule = (draft: Draft) => void

/** The refusal of what a model would refuse, said before anything is sent. */
export function refusal(draft: Draft, what: string, remedy: string): OutcropError {
  return createError('invalid_request', `${draft.entry?.displayName ?? draft.model} ${what}`, {
    model: draft.model,
    remedy,
  })
}
