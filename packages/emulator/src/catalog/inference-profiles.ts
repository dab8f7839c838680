import { parseModelId } from '@outcrop/wire/bedrock'
import { type Answer, jsonAnswer } from '../answer/answer.js'
import { ServiceFault, validationFault } from '../answer/service-fault.js'
import type { CallerCall } from '../call.js'
import { describeApplicationProfile, findApplicationProfile } from './application-profiles.js'
import type { Catalog } from './foundation-models.js'
import { outOfRange, pageSize, startOf, tokenFor } from './paging.js'
import { type ProfileSummary, type SystemProfile, describeSystemProfile, systemProfilesIn } from './system-profiles.js'

const types = ['SYSTEM_DEFINED', 'APPLICATION']

/** GET /inference-profiles */
export function listInferenceProfiles({ query, region }: CallerCall, catalog: Catalog): Answer {
  const type = query.get('type') ?? query.get('typeEquals')
  if (type !== null && !types.includes(type))
    throw outOfRange(type, 'typeEquals', `satisfy enum value set: [${types.join(', ')}]`)
  const size = pageSize(query.get('maxResults'))
  const token = query.get('nextToken')
  const start = token === null ? 0 : startOf(token)
  if (start === undefined) throw validationFault('The provided token is invalid.')
  const all = describersIn(region, catalog, type)
  const page = all.slice(start, start + size).map((describe) => describe())
  const end = start + page.length
  return jsonAnswer(
    JSON.stringify({ inferenceProfileSummaries: page, ...(end < all.length && { nextToken: tokenFor(end) }) }),
  )
}

/** Only those of the page are described. */
function describersIn(region: string, catalog: Catalog, type: string | null): readonly (() => ProfileSummary)[] {
  const system = systemProfilesIn(region, catalog).map((one) => () => describeSystemProfile(one, region, catalog))
  const own = catalog.profiles.in(region).map((one) => () => describeApplicationProfile(one, catalog))
  return [...(type === 'APPLICATION' ? [] : system), ...(type === 'SYSTEM_DEFINED' ? [] : own)]
}

/** GET /inference-profiles/{id or ARN} */
export function getInferenceProfile({ modelId = '', region }: CallerCall, catalog: Catalog): Answer {
  const own = findApplicationProfile(modelId, region, catalog)
  if (own) return jsonAnswer(JSON.stringify(describeApplicationProfile(own, catalog)))
  const found = findSystemProfile(modelId, region, catalog)
  if (!found) throw noSuchProfile(modelId)
  return jsonAnswer(JSON.stringify(describeSystemProfile(found, region, catalog)))
}

/** DELETE /inference-profiles/{id or ARN}: of the account's own. */
export function deleteInferenceProfile({ modelId = '', region }: CallerCall, catalog: Catalog): Answer {
  const own = findApplicationProfile(modelId, region, catalog)
  if (!own && findSystemProfile(modelId, region, catalog))
    throw validationFault('System-defined inference profiles cannot be deleted.')
  if (!own) throw noSuchProfile(modelId)
  catalog.profiles.delete(own.id)
  return jsonAnswer('{}')
}

function findSystemProfile(name: string, region: string, catalog: Catalog): SystemProfile | undefined {
  const parsed = parseModelId(name)
  const { account } = catalog.settings
  if ((parsed?.region ?? region) !== region || (parsed?.account ?? account) !== account) return undefined
  return systemProfilesIn(region, catalog).find(
    ({ prefix, model }) => prefix === parsed?.prefix && model.entry.modelId === parsed.id,
  )
}

function noSuchProfile(name: string): ServiceFault {
  return new ServiceFault(404, 'ResourceNotFoundException', `Could not find inference profile ${name}`)
}
