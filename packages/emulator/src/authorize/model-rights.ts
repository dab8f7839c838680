import { parseModelId } from '@outcrop/wire/bedrock'
import type { ModelCall } from '../call.js'
import { modelArn, partitionIdOf, profileArn } from '../models/arns.js'
import type { Place } from '../models/resolve-model.js'
import type { Right } from '../policy/policy.js'
import { asObject } from '../request/parse-json.js'

/**
 * What calling a model takes: the action on the profile, and on the model in every region that the profile leads to; for
 * a `global` profile that is the called region and the ARN without a region.
 */
export function modelRights(call: ModelCall, place: Place): readonly Right[] {
  if (call.endpoint === 'mantle') return [mantleRight(call, place)]
  const actions = actionsOf(call)
  return targetsOf(call, place).flatMap(({ resource, profile, region }) =>
    actions.map((action) => ({
      action,
      resource,
      context: {
        'aws:RequestedRegion': region === '' ? 'unspecified' : region,
        ...(profile !== undefined && { 'bedrock:InferenceProfileArn': profile }),
      },
    })),
  )
}

/** Converse has no action of its own; CountTokens takes the right to call besides its own. */
function actionsOf({ operation, received }: ModelCall): readonly string[] {
  if (operation === 'CountTokens') return ['bedrock:CountTokens', 'bedrock:InvokeModel']
  const isStreamed =
    operation === 'InvokeModelWithResponseStream' ||
    operation === 'ConverseStream' ||
    (operation === 'Messages' && asObject(received.json())?.['stream'] === true)
  return [isStreamed ? 'bedrock:InvokeModelWithResponseStream' : 'bedrock:InvokeModel']
}

interface Target {
  readonly resource: string
  /** The profile through which the model is called. */
  readonly profile?: string
  readonly region: string
}

function targetsOf({ model, region, operation }: ModelCall, place: Place): readonly Target[] {
  const { entry, prefix, calledId } = model
  const bare = { resource: modelArn(entry.modelId, region), region }
  if (operation === 'CountTokens') return [bare]
  const profile = profileOf(calledId, region, place)
  if (profile === undefined) return [bare]
  const regions = destinationsOf(model, region, place)
  const partition = partitionIdOf(region)
  return [
    { resource: profile, region },
    ...(prefix === undefined ? [region] : regions).map((one) => ({
      resource: modelArn(entry.modelId, one, partition),
      profile,
      region: one,
    })),
  ]
}

/** The ARN of the profile that is called; undefined for a model by its bare id. */
function profileOf(calledId: string, region: string, { settings }: Place): string | undefined {
  const parsed = parseModelId(calledId)
  if (parsed?.kind === 'application-inference-profile') return calledId
  if (parsed?.kind !== 'inference-profile') return undefined
  return calledId.startsWith('arn:') ? calledId : profileArn(calledId, region, settings.account)
}

function destinationsOf({ entry, prefix }: ModelCall['model'], region: string, { offer }: Place): readonly string[] {
  return prefix === 'global' ? [region, ''] : offer.sourceRegions(entry, prefix ?? '')
}

function mantleRight({ operation, region }: ModelCall, { settings }: Place): Right {
  const action = operation === 'MessagesCountTokens' ? 'bedrock-mantle:CountTokens' : 'bedrock-mantle:CreateInference'
  const resource = `arn:${partitionIdOf(region)}:bedrock-mantle:${region}:${settings.account}:project/default`
  return { action, resource, context: { 'aws:RequestedRegion': region } }
}
