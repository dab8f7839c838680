import type { Client, ClientOptions } from '../src/index.js'
import { createClient } from '../src/index.js'
import { ManualClock } from './manual-clock.js'

/** AWS's documented example key. */
export const exampleKey = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** A client of a test: nothing of this machine reaches it, and its clock stands still. */
export function clientFor(endpoint: string, options: ClientOptions = {}): { client: Client; clock: ManualClock } {
  const clock = new ManualClock()
  const environment = { HOME: '/nowhere', AWS_REGION: 'us-east-1', ...exampleKey }
  return { clock, client: createClient({ endpoint, clock, environment, ...options }) }
}
