import { isHarmless, entropyOf } from './harmless.js'
import { secretNames, secretRules } from './secret-rules.js'
import type { SecretRule } from './secret-rules.js'

/** A secret in a text. */
export interface FoundSecret {
  readonly secret: string
  readonly start: number
  readonly end: number
}

/** Every secret of a text, in order, none overlapping another. */
export function findSecrets(text: string): readonly FoundSecret[] {
  const lower = text.toLowerCase()
  const found = secretRules
    .filter((rule) => rule.hint.some((hint) => lower.includes(hint)))
    .flatMap((rule) => [...matchesOf(rule, text)])
    // Stable: of two at the same place the rule that comes first counts.
    .toSorted((one, other) => one.start - other.start)
  const apart: FoundSecret[] = []
  for (const secret of found) if (secret.start >= (apart.at(-1)?.end ?? 0)) apart.push(secret)
  return apart
}

function* matchesOf(rule: SecretRule, text: string): Generator<FoundSecret> {
  for (const match of text.matchAll(rule.pattern)) {
    const { secret, secretName, quoted, bare } = match.groups ?? {}
    if (secretName !== undefined && !namesSecret(secretName)) continue
    const value = secret ?? quoted ?? bare ?? match[0]
    // A pattern's value is the last of its kind in the match: what stands before it may repeat it.
    const start = match.index + match[0].lastIndexOf(value)
    const entropy = rule.entropy ?? 0
    if (rule.name !== 'private key' && (entropyOf(value) < entropy || isHarmless(value, secretName !== undefined)))
      continue
    if (rule.name === 'private key' && value.replace(/\\[nr]|\s/g, '').length < 64) continue
    yield { secret: rule.name, start, end: start + value.length }
  }
}

function namesSecret(name: string): boolean {
  return secretNames.test(name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '_'))
}
