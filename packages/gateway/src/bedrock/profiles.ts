import type { Client, ResolvedModel } from '@outcrop/client'
import { isOutcropError } from '@outcrop/client'
import { modelInfo } from '@outcrop/client/messages-protocol'
import type { OperationMatch } from '@outcrop/wire/bedrock'
import { parseArn, partitionOf } from '@outcrop/wire/bedrock'
import type { GatewayAnswer } from '../exchange/exchange.js'
import { jsonAnswer } from '../exchange/exchange.js'
import { Refusal } from '../exchange/refusal.js'
import type { Serving } from '../serving.js'

/**
 * `GET /inference-profiles`: the profiles that lead to the models which may be called from here, out of the registry.
 * AWS is not asked: programs read this at every start, and the gateway's credentials need not be allowed to list.
 */
export async function listProfiles({ client }: Serving, { query }: OperationMatch): Promise<GatewayAnswer> {
  const type = query.get('type') ?? query.get('typeEquals')
  if (type === 'APPLICATION') return jsonAnswer({ inferenceProfileSummaries: [] })
  const { modelRegistry, renamed } = client.registry
  const keys = Object.keys(modelRegistry).filter((key) => renamed[key] === undefined)
  const found = await Promise.all(keys.map((key) => resolved(client, key)))
  const profiles = found.filter((model) => model !== undefined && isProfile(model)) as readonly ResolvedModel[]
  return jsonAnswer({ inferenceProfileSummaries: profiles.map((model) => summaryOf(client, model)) })
}

/** `GET /inference-profiles/{id}`: which model is behind an id or an ARN. */
export async function getProfile({ client }: Serving, { modelId = '' }: OperationMatch): Promise<GatewayAnswer> {
  const model = await client.resolve(modelId)
  if (model.entry !== undefined && isProfile(model)) return jsonAnswer(summaryOf(client, model))
  throw new Refusal(404, 'model_not_found', {
    message: 'There is no such inference profile',
    remedy: 'List the profiles with GET /inference-profiles.',
  })
}

async function resolved(client: Client, key: string): Promise<ResolvedModel | undefined> {
  try {
    return await client.resolve(key)
  } catch (error) {
    if (isOutcropError(error)) return undefined
    throw error
  }
}

function isProfile({ calledId, entry }: ResolvedModel): boolean {
  return calledId !== entry?.modelId
}

function summaryOf({ region }: Client, { calledId, displayName, entry }: ResolvedModel) {
  const { created_at: launched } = modelInfo(calledId, displayName, entry)
  const { id: partition } = partitionOf(region)
  const arn = parseArn(calledId)
  return {
    inferenceProfileName: displayName,
    inferenceProfileId: arn?.resourceId ?? calledId,
    inferenceProfileArn:
      arn === undefined ? `arn:${partition}:bedrock:${region}::inference-profile/${calledId}` : calledId,
    models: [{ modelArn: `arn:${partition}:bedrock:${region}::foundation-model/${entry?.modelId ?? ''}` }],
    status: 'ACTIVE',
    type: arn?.resourceType === 'application-inference-profile' ? 'APPLICATION' : 'SYSTEM_DEFINED',
    createdAt: launched,
    updatedAt: launched,
  }
}
