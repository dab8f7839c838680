import type { Origin } from '../request/chat-request.js'
import { isGiven } from '../request/json.js'
import { type Rule, byModel } from './rule.js'

export const betasAreStrings: Rule = ({ body }) => {
  const flags = body['anthropic_beta']
  if (!isGiven(flags)) return undefined
  if (!Array.isArray(flags)) return byModel('anthropic_beta: Input should be a valid list')
  const at = flags.findIndex((flag) => typeof flag !== 'string')
  return at < 0 ? undefined : byModel(`anthropic_beta.${at}: Input should be a valid string`)
}

/** InvokeModel and Converse do not say which flag it is; Anthropic's own API does. */
export const betasAreKnown: Rule = ({ betas, knownBetas, origin }) => {
  for (const flag of betas) if (!knownBetas.has(flag)) return byModel(unknownBeta(flag, origin))
  return undefined
}

function unknownBeta(flag: string, origin: Origin): string {
  return origin === 'messages'
    ? `Unexpected value(s) \`${flag}\` for the \`anthropic-beta\` header. Please consult our documentation at docs.claude.com or try again without the header.`
    : 'invalid beta flag'
}
