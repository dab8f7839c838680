import type { InvokeBody } from '@outcrop/wire/anthropic'

interface MayHold {
  readonly cache_control?: unknown
  readonly content?: unknown
}

function holds(value: MayHold): boolean {
  if (value.cache_control !== undefined && value.cache_control !== null) return true
  return Array.isArray(value.content) && value.content.some((inner: MayHold) => holds(inner))
}

/** Whether the caller has set a cache point anywhere: then all of them are the caller's business. */
export function hasCachePoint({ cache_control: whole, tools, system, messages }: Partial<InvokeBody>): boolean {
  if (whole !== undefined && whole !== null) return true
  if (tools?.some(holds) === true) return true
  if (Array.isArray(system) && system.some(holds)) return true
  return messages?.some(holds) === true
}
