import { ConfigFault } from '../control/config-fault.js'

/**
 * What is told of models by their keys, if there is each of these: a slip of the pen would say nothing of any.
 *
 * @throws {ConfigFault} that begins with `path`
 */
export function ofKnownModels<ByModel extends Readonly<Record<string, unknown>>>(
  byModel: ByModel,
  path: string,
  modelKeys: readonly string[],
): ByModel {
  const unknown = Object.keys(byModel).find((key) => !modelKeys.includes(key))
  if (unknown === undefined) return byModel
  throw new ConfigFault(`${path}.${unknown} is for no model of the registry; its keys are ${modelKeys.join(', ')}`)
}
