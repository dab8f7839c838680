import type { CallerCall } from '../call.js'
import { applicationProfileArn, modelArn, profileArn } from '../models/arns.js'
import type { Place } from '../models/resolve-model.js'
import type { Endpoint } from '../operation.js'
import type { Right } from '../policy/policy.js'
import { asObject } from '../request/parse-json.js'

const prefixes: Readonly<Record<Endpoint, string>> = {
  runtime: 'bedrock',
  control: 'bedrock',
  mantle: 'bedrock-mantle',
  'service-quotas': 'servicequotas',
  sts: 'sts',
  iam: 'iam',
}

/** What a question takes that is on no model: the action of its own name. Nobody needs a right to ask who he is. */
export function catalogRights(call: CallerCall, place: Place, principalArn: string): readonly Right[] {
  const { operation, endpoint, region } = call
  if (endpoint === 'sts') return []
  const resource = endpoint === 'iam' ? principalArn : resourceOf(call, place)
  return [{ action: `${prefixes[endpoint]}:${operation}`, resource, context: { 'aws:RequestedRegion': region } }]
}

const aboutTags: ReadonlySet<string> = new Set(['TagResource', 'UntagResource', 'ListTagsForResource'])

/** Questions about one profile, one model or the tags of one are on its ARN; the others are on nothing in particular. */
function resourceOf({ operation, modelId = '', region, received }: CallerCall, place: Place): string {
  if (operation === 'GetInferenceProfile' || operation === 'DeleteInferenceProfile')
    return profileNamed(modelId, region, place)
  if (operation === 'GetFoundationModel') return modelId.startsWith('arn:') ? modelId : modelArn(modelId, region)
  const arn = aboutTags.has(operation) ? asObject(received.json())?.['resourceARN'] : undefined
  return typeof arn === 'string' ? arn : '*'
}

function profileNamed(modelId: string, region: string, { settings, profiles }: Place): string {
  if (modelId.startsWith('arn:')) return modelId
  return profiles.find(modelId, region) === undefined
    ? profileArn(modelId, region, settings.account)
    : applicationProfileArn(modelId, region, settings.account)
}
