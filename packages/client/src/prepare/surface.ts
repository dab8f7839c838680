import { createError } from '../errors/create-error.js'
import type { RoutedInvocation } from '../invocation/index.js'
import { runtimeOnly } from '../invocation/runtime-only.js'

/**
 * Mantle would answer without the guardrail, and say nothing of it.
 *
 * @throws RequestError `invalid_request` for what the surface does not have
 */
export function checkSurface({ model, request, target }: RoutedInvocation): void {
  const missing = target.surface === 'mantle' ? runtimeOnly(request) : undefined
  if (missing === undefined) return
  throw createError('invalid_request', `bedrock-mantle has no ${missing}`, {
    model: model.key ?? model.calledId,
    remedy: `Leave out ${missing}, or call on bedrock-runtime: surface 'invoke' or 'messages'.`,
  })
}
