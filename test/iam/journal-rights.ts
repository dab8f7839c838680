import { BedrockClient, GetInferenceProfileCommand } from '@aws-sdk/client-bedrock'
import type { Emulator, JournalEntry } from '@outcrop/emulator'

/** An action on a resource. */
export type Right = `${string} on ${string}`

const account = '123456789012'
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/**
 * The rights that the calls in a journal took, by AWS's own description of each operation. Which models are behind a
 * profile AWS's client asks the service itself. Knows nothing of the policy, nor of what enforces it.
 */
export async function rightsIn(emulator: Emulator, journal: readonly JournalEntry[]): Promise<ReadonlySet<Right>> {
  const rights = await Promise.all(journal.map((entry) => rightsOf(entry, emulator)))
  return new Set(rights.flat())
}

async function rightsOf(entry: JournalEntry, emulator: Emulator): Promise<readonly Right[]> {
  const { operation, endpoint, calledId = '', region = '' } = entry
  if (operation === 'unknown' || operation === 'GetCallerIdentity') return []
  if (endpoint === 'mantle') {
    const action = operation === 'MessagesCountTokens' ? 'CountTokens' : 'CreateInference'
    return [`bedrock-mantle:${action} on arn:aws:bedrock-mantle:${region}:${account}:project/default`]
  }
  if (endpoint === 'service-quotas') return [`servicequotas:${operation} on *`]
  if (endpoint === 'iam') return [`iam:${operation} on *`]
  if (operation === 'CountTokens') {
    const model: Right = `bedrock:CountTokens on arn:aws:bedrock:${region}::foundation-model/${calledId}`
    return [model, model.replace('CountTokens', 'InvokeModel') as Right]
  }
  if (operation === 'GetInferenceProfile') return [`bedrock:${operation} on ${profileArn(calledId, region)}`]
  if (endpoint === 'control') return [`bedrock:${operation} on *`]
  const streamed = (entry.request.body as { stream?: unknown } | undefined)?.stream === true
  const action = streamed || operation.endsWith('Stream') ? 'InvokeModelWithResponseStream' : 'InvokeModel'
  return (await resourcesOf(calledId, region, emulator)).map((resource): Right => `bedrock:${action} on ${resource}`)
}

function profileArn(id: string, region: string): string {
  return id.startsWith('arn:') ? id : `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`
}

/** A bare model is checked alone; a profile with every model that it leads to. */
async function resourcesOf(calledId: string, region: string, { url }: Emulator): Promise<readonly string[]> {
  if (calledId.startsWith('anthropic.')) return [`arn:aws:bedrock:${region}::foundation-model/${calledId}`]
  const client = new BedrockClient({ endpoint: url, region, credentials })
  try {
    const { models = [] } = await client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: calledId }))
    return [profileArn(calledId, region), ...models.flatMap(({ modelArn }) => modelArn ?? [])]
  } finally {
    client.destroy()
  }
}
