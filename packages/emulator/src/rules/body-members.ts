import { isGiven } from '../request/json.js'
import type { ChatRequest } from '../request/chat-request.js'
import { type Refusal, type Rule, byModel } from './rule.js'

const requiredMembers = ['anthropic_version', 'max_tokens', 'messages'] as const

/** The order of the one such answer that was printed in full. */
const requiredInSchemaOrder = ['max_tokens', 'anthropic_version', 'messages'] as const

const membersOfAll = new Set([
  ...requiredMembers,
  'anthropic_beta',
  'metadata',
  'stop_sequences',
  'system',
  'temperature',
  'tool_choice',
  'tools',
  'top_k',
  'top_p',
  'amazon-bedrock-guardrailAction',
  'amazon-bedrock-guardrailConfig',
  'amazon-bedrock-trace',
])

/** Members that came with Claude 3.7 and later. */
const membersSince4 = new Set(['thinking', 'output_config', 'user_profile_id'])

/** Members that exist only together with one of some beta flags. */
const flagsOf: Readonly<Record<string, readonly string[]>> = {
  context_management: ['context-management-2025-06-27', 'compact-2026-01-12'],
}

/** Since which version a model speaks of its body in Anthropic's words instead of JSON Schema's. */
function saysItInSchemaWords({ entry }: ChatRequest): boolean {
  return (entry.version[0] ?? 0) < 4
}

function isKnown(name: string, request: ChatRequest): boolean {
  if (membersOfAll.has(name)) return true
  if (saysItInSchemaWords(request)) return false
  if (membersSince4.has(name)) return true
  // Automatic caching: "works on newer models, 400 on ARN-versioned ones".
  if (name === 'cache_control') return !/-v\d+(:\d+)?$/.test(request.entry.modelId)
  return Object.hasOwn(flagsOf, name) && (flagsOf[name] ?? []).some((flag) => request.betas.has(flag))
}

/** Claude 3 lists every fault of the members at once. */
export const membersInSchemaWords: Rule = (request) => {
  if (!saysItInSchemaWords(request)) return undefined
  const missing = requiredInSchemaOrder.filter((name) => !isGiven(request.body[name]))
  const extraneous = Object.keys(request.body).filter((name) => !isKnown(name, request))
  const faults = [
    ...missing.map((name) => `#: required key [${name}] not found`),
    ...extraneous.map((name) => `#: extraneous key [${name}] is not permitted`),
  ]
  if (faults.length > 1) faults.unshift('#: subject must not be valid against schema {"required":["messages"]}')
  return faults.length === 0 ? undefined : malformed(faults.join(''))
}

function malformed(faults: string): Refusal {
  return byModel(`Malformed input request: ${faults}, please reformat your input and try again.`)
}

export const requiredMembersPresent: Rule = ({ body }) => {
  const missing = requiredMembers.find((name) => !isGiven(body[name]))
  return missing === undefined ? undefined : byModel(`${missing}: Field required`)
}

/** Also `model` and `stream`: Bedrock has them in the path. */
export const noUnknownMembers: Rule = (request) => {
  const extra = Object.keys(request.body).find((name) => !isKnown(name, request))
  return extra === undefined ? undefined : byModel(`${extra}: Extra inputs are not permitted`)
}
