import type { CallerCall } from '../call.js'
import { applicationProfileArn, profileArn } from '../models/arns.js'
import type { Place } from '../models/resolve-model.js'
import type { Endpoint } from '../operation.js'
import type { Right } from '../policy/policy.js'

const prefixes: Readonly<Record<Endpoint, string>> = {
  runtime: 'bedrock',
  control: 'bedrock',
  mantle: 'bedrock-mantle',
  'service-quotas': 'servicequotas',
  sts: 'sts',
  iam: 'iam',
}

/** What a question takes that is on no model: the action of its own name. Nobody needs a right to ask who he is. */
export function catalogRights(call: CallerCall, place: Place, callerArn: string): readonly Right[] {
  const { operation, endpoint, region } = call
  if (endpoint === 'sts') return []
  const resource = endpoint === 'iam' ? callerArn : resourceOf(call, place)
  return [{ action: `${prefixes[endpoint]}:${operation}`, resource, context: { 'aws:RequestedRegion': region } }]
}

/** Questions about one profile are on its ARN; those about models are asked on nothing in particular. */
function resourceOf({ operation, modelId = '', region }: CallerCall, { settings, profiles }: Place): string {
  if (operation !== 'GetInferenceProfile' && operation !== 'DeleteInferenceProfile') return '*'
  if (modelId.startsWith('arn:')) return modelId
  return profiles.find(modelId, region) === undefined
    ? profileArn(modelId, region, settings.account)
    : applicationProfileArn(modelId, region, settings.account)
}
