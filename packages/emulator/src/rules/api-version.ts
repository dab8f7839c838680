import { isGiven } from '../request/json.js'
import { newApiVersion } from '../request/chat-request.js'
import { blocksOf } from '../request/turns.js'
import { contentTags } from './content-blocks.js'
import { type Rule, byModel } from './rule.js'

/** Seen for a bad value (boto3 issue 4218); the same is taken for a version that an older model does not have. */
export const knownVersion: Rule = ({ body, entry }) => {
  const version = body['anthropic_version']
  if (typeof version === 'string' && entry.parameters.anthropicVersions.includes(version)) return undefined
  return byModel(`Invalid API version: ${String(version)}`)
}

// The wordings of this version's refusals are not recorded anywhere. They are those that the same validation gives for
// any member or tag that its schema does not have.

export const newVersionWithoutSampling: Rule = ({ body, version }) => {
  if (version !== newApiVersion) return undefined
  const name = ['temperature', 'top_k', 'top_p'].find((one) => isGiven(body[one]))
  return name === undefined ? undefined : byModel(`${name}: Extra inputs are not permitted`)
}

export const newVersionWithoutAssistantDocuments: Rule = ({ messages, version }) => {
  if (version !== newApiVersion) return undefined
  for (const [index, message] of messages.entries()) {
    if (message['role'] !== 'assistant') continue
    const at = blocksOf(message['content']).findIndex((block) => block['type'] === 'document')
    if (at >= 0) return byModel(contentTags(`messages.${index}.content.${at}`, 'document', 'assistant'))
  }
  return undefined
}

export const newVersionWithoutUserCitations: Rule = ({ messages, version }) => {
  if (version !== newApiVersion) return undefined
  for (const [index, message] of messages.entries()) {
    if (message['role'] !== 'user') continue
    const at = blocksOf(message['content']).findIndex(
      (block) => block['type'] === 'text' && Array.isArray(block['citations']) && block['citations'].length > 0,
    )
    if (at >= 0) return byModel(`messages.${index}.content.${at}.text.citations: Extra inputs are not permitted`)
  }
  return undefined
}
