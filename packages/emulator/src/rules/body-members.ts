import { isGiven } from '../request/json.js'
import type { ChatRequest } from '../request/chat-request.js'
import { type Refusal, type Rule, byModel } from './rule.js'

const requiredMembers = ['anthropic_version', 'max_tokens', 'messages'] as const

/** The order of the one such answer that was printed in full. */
const requiredInSchemaOrder = ['max_tokens', 'anthropic_version', 'messages'] as const

const membersOfAll = [
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
]

/** Members that came with Claude 3.7 and later. */
const membersSince4 = ['thinking', 'output_config', 'user_profile_id']

/** Members that exist only together with a beta flag. */
const membersOfBetas: Readonly<Record<string, string>> = {
  'context-management-2025-06-27': 'context_management',
  'compact-2026-01-12': 'context_management',
}

/** Since which version a model speaks of its body in Anthropic's words instead of JSON Schema's. */
function saysItInSchemaWords({ entry }: ChatRequest): boolean {
  return (entry.version[0] ?? 0) < 4
}

function knownMembers(request: ChatRequest): ReadonlySet<string> {
  const known = new Set<string>(membersOfAll)
  if (saysItInSchemaWords(request)) return known
  for (const name of membersSince4) known.add(name)
  for (const [flag, name] of Object.entries(membersOfBetas)) if (request.betas.has(flag)) known.add(name)
  // Automatic caching: "works on newer models, 400 on ARN-versioned ones".
  if (!/-v\d+(:\d+)?$/.test(request.entry.modelId)) known.add('cache_control')
  return known
}

/** Claude 3 lists every fault of the members at once. */
export const membersInSchemaWords: Rule = (request) => {
  if (!saysItInSchemaWords(request)) return undefined
  const known = knownMembers(request)
  const missing = requiredInSchemaOrder.filter((name) => !isGiven(request.body[name]))
  const extraneous = Object.keys(request.body).filter((name) => !known.has(name))
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
  const known = knownMembers(request)
  const extra = Object.keys(request.body).find((name) => !known.has(name))
  return extra === undefined ? undefined : byModel(`${extra}: Extra inputs are not permitted`)
}
