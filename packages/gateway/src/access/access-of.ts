import { Refusal } from '../exchange/refusal.js'
import { ruleOfKey } from './access.js'
import type { AccessRule } from './access.js'

const shortestKey = 16

/** Who is let in, as far as a key decides it. @throws Refusal for a key that is none */
export function accessOf(key: string | undefined): AccessRule {
  if (key === undefined) return 'loopback'
  if (key.length >= shortestKey && /^[\x21-\x7e]+$/.test(key)) return ruleOfKey(key)
  throw new Refusal(400, 'key_unfit', {
    message: `The key of the gateway has to be at least ${shortestKey} printable characters without spaces`,
    remedy: 'Make one with: openssl rand -hex 24',
  })
}
