import { parseModelId } from '@outcrop/wire/bedrock'
import { type Answer, jsonAnswer } from '../answer/answer.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { AccountState } from '../account/account-state.js'
import { standings } from '../account/standing.js'
import type { Behaviour } from '../behaviour.js'
import type { CallerCall } from '../call.js'
import type { ApplicationProfiles } from '../models/application-profiles.js'
import type { EmulatorSettings } from '../options.js'
import { hasEnded, statusAt } from '../models/lifecycle.js'
import type { KeyedModel, Offer } from '../models/offer.js'
import { modelArn } from '../models/arns.js'

export interface Catalog {
  readonly offer: Offer
  readonly settings: EmulatorSettings
  readonly profiles: ApplicationProfiles
  /** Holds the limits that are in force now. */
  readonly behaviour: Pick<Behaviour, 'limits'>
  readonly account: AccountState
}

/** GET /foundation-models */
export function listFoundationModels({ query, region }: CallerCall, catalog: Catalog): Answer {
  const summaries = modelsIn(region, catalog)
    .map((model) => summaryOf(model, region, catalog))
    .filter((summary) => passes(summary, query))
  return jsonAnswer(JSON.stringify({ modelSummaries: summaries }))
}

/** GET /foundation-models/{id} */
export function getFoundationModel(call: CallerCall, catalog: Catalog): Answer {
  const model = foundModel(call, catalog)
  return jsonAnswer(JSON.stringify({ modelDetails: summaryOf(model, call.region, catalog) }))
}

/** GET /foundation-model-availability/{id}: how the account stands with the model. */
export function getFoundationModelAvailability(call: CallerCall, catalog: Catalog): Answer {
  const { key, entry } = foundModel(call, catalog)
  const { agreement, authorization, entitlement } = standings[catalog.account.standingOf(key)]
  return jsonAnswer(
    JSON.stringify({
      modelId: entry.modelId,
      agreementAvailability: { status: agreement },
      authorizationStatus: authorization,
      entitlementAvailability: entitlement,
      regionAvailability: 'AVAILABLE',
    }),
  )
}

export function modelsIn(region: string, { offer, settings }: Catalog): readonly KeyedModel[] {
  const now = settings.clock.now()
  return offer.models.filter(({ entry }) => offer.isOffered(entry, region) && !hasEnded(entry, region, now))
}

function foundModel({ modelId = '', region }: CallerCall, catalog: Catalog): KeyedModel {
  const parsed = parseModelId(modelId)
  const bare = parsed?.kind === 'foundation-model' ? parsed.id : ''
  const model = modelsIn(region, catalog).find(({ entry }) => entry.modelId === bare)
  if (model) return model
  throw new ServiceFault(
    404,
    'ResourceNotFoundException',
    'Could not resolve the foundation model from the provided model identifier.',
  )
}

interface Summary {
  readonly modelArn: string
  readonly modelId: string
  readonly modelName: string
  readonly providerName: string
  readonly inputModalities: readonly string[]
  readonly outputModalities: readonly string[]
  readonly responseStreamingSupported: boolean
  readonly customizationsSupported: readonly string[]
  readonly inferenceTypesSupported: readonly string[]
  readonly modelLifecycle: object
}

function summaryOf({ entry }: KeyedModel, region: string, { offer, settings }: Catalog): Summary {
  const onDemand = entry.onDemandRegions.includes(region) ? ['ON_DEMAND'] : []
  const byProfile = entry.profiles.some((prefix) => offer.takesProfile(entry, prefix, region))
  return {
    modelArn: modelArn(entry.modelId, region),
    modelId: entry.modelId,
    modelName: entry.displayName,
    providerName: 'Anthropic',
    inputModalities: entry.capabilities.includes('vision') ? ['TEXT', 'IMAGE'] : ['TEXT'],
    outputModalities: ['TEXT'],
    responseStreamingSupported: true,
    customizationsSupported: [],
    // Not in the SDK's enum, but in live answers.
    inferenceTypesSupported: [...onDemand, ...(byProfile ? ['INFERENCE_PROFILE'] : [])],
    modelLifecycle: lifecycleOf(entry.lifecycle, settings.clock.now()),
  }
}

function lifecycleOf(lifecycle: KeyedModel['entry']['lifecycle'], now: Date): object {
  const times = {
    startOfLifeTime: lifecycle.launched,
    endOfLifeTime: lifecycle.endOfLife,
    legacyTime: lifecycle.legacy,
    publicExtendedAccessTime: lifecycle.extendedAccess,
  }
  const known = Object.entries(times).flatMap(([name, date]) => (date === undefined ? [] : [[name, instant(date)]]))
  return { status: statusAt(lifecycle, now), ...Object.fromEntries(known) }
}

/** A time, or a date of the registry of day or month precision, as the control plane writes times. */
export function instant(date: string | Date): string {
  return new Date(date).toISOString().replace('.000Z', 'Z')
}

function passes(summary: Summary, query: URLSearchParams): boolean {
  const has = (name: string, values: readonly string[]) => {
    const wanted = query.get(name)
    return wanted === null || values.some((value) => value.toLowerCase() === wanted.toLowerCase())
  }
  return (
    has('byProvider', [summary.providerName]) &&
    has('byCustomizationType', summary.customizationsSupported) &&
    has('byOutputModality', summary.outputModalities) &&
    has('byInferenceType', summary.inferenceTypesSupported)
  )
}
