import { Buffer } from 'node:buffer'
import type { ProfilePrefix } from '@outcrop/models'
import { parseModelId } from '@outcrop/wire/bedrock'
import { type Answer, jsonAnswer } from '../answer/answer.js'
import { ServiceFault, validationFault } from '../answer/service-fault.js'
import type { CallerCall } from '../call.js'
import type { KeyedModel } from '../models/offer.js'
import { modelArn, partitionIdOf, profileArn } from './arns.js'
import { type Catalog, instant, modelsIn } from './foundation-models.js'

const types = ['SYSTEM_DEFINED', 'APPLICATION']
const mostPerPage = 1000
const usualPerPage = 100

/** GET /inference-profiles */
export function listInferenceProfiles({ query, region }: CallerCall, catalog: Catalog): Answer {
  const type = query.get('type') ?? query.get('typeEquals')
  if (type !== null && !types.includes(type))
    throw outOfRange(type, 'typeEquals', `satisfy enum value set: [${types.join(', ')}]`)
  const size = pageSize(query.get('maxResults'))
  const start = startOf(query.get('nextToken'))
  // Application profiles would follow here; nobody has made one yet.
  const all = type === 'APPLICATION' ? [] : profilesIn(region, catalog)
  const page = all.slice(start, start + size).map((profile) => describe(profile, region, catalog))
  const end = start + page.length
  return jsonAnswer(
    JSON.stringify({ inferenceProfileSummaries: page, ...(end < all.length && { nextToken: tokenFor(end) }) }),
  )
}

/** GET /inference-profiles/{id or ARN} */
export function getInferenceProfile({ modelId = '', region }: CallerCall, catalog: Catalog): Answer {
  const parsed = parseModelId(modelId)
  const here =
    (parsed?.region ?? region) === region && (parsed?.account ?? catalog.settings.account) === catalog.settings.account
  const found = profilesIn(region, catalog).find(
    ({ prefix, model }) => here && prefix === parsed?.prefix && model.entry.modelId === parsed.id,
  )
  if (!found) throw new ServiceFault(404, 'ResourceNotFoundException', `Could not find inference profile ${modelId}`)
  return jsonAnswer(JSON.stringify(describe(found, region, catalog)))
}

interface SystemProfile {
  readonly prefix: ProfilePrefix
  readonly model: KeyedModel
}

function profilesIn(region: string, catalog: Catalog): readonly SystemProfile[] {
  const { offer } = catalog
  return modelsIn(region, catalog).flatMap((model) =>
    model.entry.profiles
      .filter((prefix) => offer.takesProfile(model.entry, prefix, region))
      .map((prefix) => ({ prefix, model })),
  )
}

// Where no launch is known: when system profiles themselves began.
const beginning = '2024-08-27'

function describe({ prefix, model }: SystemProfile, region: string, { offer, settings }: Catalog): object {
  const { entry } = model
  const id = `${prefix}.${entry.modelId}`
  const time = instant(entry.lifecycle.launched ?? beginning)
  const anywhere = prefix === 'global'
  // Which Regions a profile really routes to is published for few; those that may call it stand in for them.
  const regions = anywhere ? [region] : offer.sourceRegions(entry, prefix)
  const arns = regions.map((one) => modelArn(entry.modelId, one))
  if (anywhere) arns.push(modelArn(entry.modelId, '', partitionIdOf(region)))
  return {
    inferenceProfileName: `${anywhere ? 'Global' : prefix.toUpperCase()} Anthropic ${entry.displayName}`,
    description: `Routes requests to Anthropic ${entry.displayName} ${anywhere ? 'globally across all supported AWS Regions' : `in ${sentence(regions)}`}.`,
    createdAt: time,
    updatedAt: time,
    inferenceProfileArn: profileArn(id, region, settings.account),
    models: arns.map((arn) => ({ modelArn: arn })),
    inferenceProfileId: id,
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  }
}

function sentence(regions: readonly string[]): string {
  const last = regions.at(-1) ?? ''
  return regions.length < 2 ? last : `${regions.slice(0, -1).join(', ')} and ${last}`
}

function pageSize(given: string | null): number {
  if (given === null) return usualPerPage
  const size = Number(given)
  if (!Number.isInteger(size) || size < 1)
    throw outOfRange(given, 'maxResults', 'have value greater than or equal to 1')
  if (size > mostPerPage) throw outOfRange(given, 'maxResults', `have value less than or equal to ${mostPerPage}`)
  return size
}

function tokenFor(start: number): string {
  return Buffer.from(`from:${start}`).toString('base64url')
}

function startOf(token: string | null): number {
  if (token === null) return 0
  const found = /^from:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())
  if (!found) throw validationFault('The provided token is invalid.')
  return Number(found[1])
}

function outOfRange(value: string, path: string, must: string): ServiceFault {
  return validationFault(
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: Member must ${must}`,
  )
}
