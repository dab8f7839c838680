import type { Client } from '../client.js'
import { createClient } from '../create-client.js'

let shared: Client | undefined

/**
 * The client to call with: the one given, else one that all functions of the guide share, made from the environment by
 * the first call. It tries a throttled call again as any other instead of queueing for quota, so that `maxRetries`
 * bounds every call as the guide says.
 */
export function clientOf({ client }: { readonly client?: Client }): Client {
  return client ?? (shared ??= createClient({ maxQueueMs: 0 }))
}
