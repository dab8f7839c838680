import type { Client } from './client.js'
import type { ClientOptions } from './client-options.js'

/**
 * Makes a client. Nothing is read from disk or sent before the first call, except the files that decide the region.
 *
 * @throws RequestError `invalid_request` for an option or a variable that cannot be
 * @example
 * const client = createClient({ region: 'eu-central-1' })
 */
export function createClient(_options: ClientOptions = {}): Client {
  throw new Error('not written yet')
}
