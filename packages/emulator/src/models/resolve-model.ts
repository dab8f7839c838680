import { parseModelId } from '@outcrop/wire/bedrock'
import { ServiceFault, validationFault } from '../answer/service-fault.js'
import { type CalledModel, type CallerCall, type ModelCall, type Stage, withFound } from '../call.js'
import type { EmulatorSettings } from '../options.js'
import { hasEnded } from './lifecycle.js'
import type { ApplicationProfiles } from './application-profiles.js'
import type { Offer } from './offer.js'

/** What the id in the path means in the caller's region, or why it means nothing there. */
export function resolveModel(place: Place): Stage<CallerCall, ModelCall> {
  return (next) => (call) => {
    const model = calledModel(call.modelId ?? '', call, place)
    call.entry.model = model.key
    return next(withFound(call, { model }))
  }
}

/** What ids are looked up in. */
export interface Place {
  readonly offer: Offer
  readonly settings: EmulatorSettings
  readonly profiles: ApplicationProfiles
}

/** The model that bedrock-runtime calls by an id, whether that stands in the path or in the body. */
export function calledModel(
  calledId: string,
  call: Pick<CallerCall, 'region' | 'operation'>,
  place: Place,
): CalledModel {
  const { region, operation } = call
  const { offer, settings } = place
  const parsed = parseModelId(calledId)
  if (!parsed || !isOfCaller(parsed, region, settings)) throw unknownModel()
  if (parsed.kind === 'application-inference-profile') return ownProfile(calledId, parsed.id, call, place)
  const model = offer.byId(parsed.id)
  if (!model || model.entry.gated) throw unknownModel()
  const { entry } = model
  if (hasEnded(entry, region, settings.clock.now())) throw endedModel()
  if (parsed.kind === 'inference-profile') {
    const prefix = parsed.prefix ?? ''
    if (!offer.takesProfile(entry, prefix, region)) throw unknownModel()
    return { ...model, calledId, prefix }
  }
  if (entry.onDemandRegions.includes(region)) return { ...model, calledId }
  if (!offer.isOffered(entry, region)) throw unknownModel()
  // Tokens are counted under the bare id, also where inference needs a profile.
  if (operation === 'CountTokens') return { ...model, calledId }
  throw needsProfile(calledId)
}

/** A profile of the account's own calls what it was copied from. Tokens are counted of foundation models only. */
function ownProfile(
  calledId: string,
  id: string,
  call: Pick<CallerCall, 'region' | 'operation'>,
  place: Place,
): CalledModel {
  const profile = place.profiles.find(id, call.region)
  if (!profile) throw unknownModel()
  if (call.operation === 'CountTokens') throw validationFault("The provided model doesn't support counting tokens.")
  return { ...calledModel(profile.copyFrom, call, place), calledId }
}

const callable = ['foundation-model', 'inference-profile', 'application-inference-profile']

/** An ARN names its region, and a profile's its account: those of another are as good as unknown. */
function isOfCaller(
  { kind, region, account }: { readonly kind: string; readonly region?: string; readonly account?: string },
  callersRegion: string,
  settings: EmulatorSettings,
): boolean {
  if (!callable.includes(kind)) return false
  return (region ?? callersRegion) === callersRegion && (account ?? settings.account) === settings.account
}

function unknownModel(): ServiceFault {
  return validationFault('The provided model identifier is invalid.')
}

function endedModel(): ServiceFault {
  return new ServiceFault(
    404,
    'ResourceNotFoundException',
    'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
  )
}

// The apostrophe is Bedrock's own, U+2019.
function needsProfile(calledId: string): ServiceFault {
  return validationFault(
    `Invocation of model ID ${calledId} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
  )
}
