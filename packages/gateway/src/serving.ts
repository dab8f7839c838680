import type { CallOptions, Client, InvokeRequest } from '@outcrop/client'
import type { GatewayRequest } from './exchange/exchange.js'
import type { RefusedPairs } from './pairs/refused-pairs.js'
import type { Liveness } from './streaming/open-stream.js'

/** What the routes that call models share. */
export interface Serving {
  readonly client: Client
  readonly liveness: Liveness
  /** What becomes of a call whose client has left: it is ended, or read to its end so that its usage is exact. */
  readonly onLeave: 'abort' | 'drain'
  /** What Bedrock was seen to refuse. */
  readonly refused: RefusedPairs
  /** The prompt templates by name: what stands before the prompt of `/api/generate`. */
  readonly templates: Readonly<Record<string, GenerateTemplate>>
}

/** What a template adds to a request. */
export type GenerateTemplate = Pick<InvokeRequest, 'model' | 'system' | 'defaults'>

/** The options of the call behind a request. */
export function callOptionsOf(request: GatewayRequest, { onLeave }: Pick<Serving, 'onLeave'>): CallOptions {
  return onLeave === 'drain' ? {} : { signal: request.signal }
}
