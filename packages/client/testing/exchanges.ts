import type { WireRequest } from '../src/invocation/index.js'
import { createSocketTransport } from '../src/send/socket-transport.js'
import type { Transport } from '../src/send/transport.js'
import { resolveSettings } from '../src/settings/index.js'
import { ManualClock } from './manual-clock.js'

/** How an exchange went. */
export interface Exchanged {
  status?: number
  headers: Record<string, string>
  body: string
  /** Reads that brought a part of the body. */
  reads: number
  failure?: string
  /** Whether it failed on a connection that had served before. */
  reused?: boolean
}

/** A transport as the client has it, with no proxy and a clock that stands still. */
export function transportOf(clock = new ManualClock()): Transport {
  return createSocketTransport(resolveSettings({ env: {}, cwd: '/', home: '/', readFile: () => undefined }), clock)
}

export function requestTo(origin: string, change: Partial<WireRequest> = {}): WireRequest {
  return {
    method: 'POST',
    origin,
    path: '/model/x/invoke',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    proof: undefined,
    account: '',
    region: 'us-east-1',
    signingName: 'bedrock',
    signal: undefined,
    connectMs: 1000,
    idleMs: 1000,
    deadlineAt: 1000,
    ...change,
  }
}

/** Makes one exchange, and keeps nothing of what it was given but copies. */
export function exchange(transport: Transport, request: WireRequest): Promise<Exchanged> {
  return new Promise((resolve) => {
    const result: Exchanged = { headers: {}, body: '', reads: 0 }
    transport.open(request, {
      connected: () => undefined,
      head({ status, rawHeaders }) {
        result.status = status
        for (let at = 0; at < rawHeaders.length; at += 2)
          result.headers[(rawHeaders[at] ?? '').toLowerCase()] = rawHeaders[at + 1] ?? ''
      },
      bytes(chunk) {
        result.reads++
        result.body += Buffer.from(chunk).toString('latin1')
      },
      ended() {
        resolve(result)
      },
      failed(error, reused) {
        resolve({ ...result, failure: (error as { code?: string }).code ?? error.message, reused })
      },
    })
  })
}
