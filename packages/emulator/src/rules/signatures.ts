import { isSignatureOf, isOurSignature } from '../request/thought-signature.js'
import { type Rule, byModel } from './rule.js'

/** A thought has to come back as it went out. Only signatures made here can be judged; others are let through. */
export const thoughtsAreUnaltered: Rule = ({ turns }) => {
  for (const { blocks } of turns)
    for (const { block, path } of blocks) {
      if (block['type'] !== 'thinking') continue
      const signature = String(block['signature'])
      if (isOurSignature(signature) && !isSignatureOf(signature, String(block['thinking'])))
        return byModel(`${path}: Invalid \`signature\` in \`thinking\` block`)
    }
  return undefined
}
