import { ConfigFault } from '../control/config-fault.js'
import type { Quotas } from './model-quota.js'

/** Quotas, if each is for a model that there is: one with a slip of the pen would limit nothing. @throws {ConfigFault} */
export function knownQuotas(quotas: Quotas, modelKeys: readonly string[]): Quotas {
  const unknown = Object.keys(quotas).find((key) => !modelKeys.includes(key))
  if (unknown === undefined) return quotas
  throw new ConfigFault(`quotas.${unknown} is for no model of the registry; its keys are ${modelKeys.join(', ')}`)
}
