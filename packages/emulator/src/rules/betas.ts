import { isGiven } from '../request/json.js'
import { type Rule, byModel } from './rule.js'

export const betasAreStrings: Rule = ({ body }) => {
  const flags = body['anthropic_beta']
  if (!isGiven(flags)) return undefined
  if (!Array.isArray(flags)) return byModel('anthropic_beta: Input should be a valid list')
  const at = flags.findIndex((flag) => typeof flag !== 'string')
  return at < 0 ? undefined : byModel(`anthropic_beta.${at}: Input should be a valid string`)
}

/** Bedrock does not say which flag it is. */
export const betasAreKnown: Rule = ({ betas, knownBetas }) => {
  for (const flag of betas) if (!knownBetas.has(flag)) return byModel('invalid beta flag')
  return undefined
}
