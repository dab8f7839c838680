import { createClient } from '@outcrop/client'
import type { ClientOptions, LedgerEntry } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import type { Emulator, EmulatorOptions } from '@outcrop/emulator'
import { startGateway } from '@outcrop/gateway'
import type { AccessRecord, Gateway, StartOptions } from '@outcrop/gateway'
import { onTestFinished } from 'vitest'

/** The key of the gateways of these tests. */
export const key = 'gateway-key-of-the-tests'

/** AWS's documented example key, which the emulator knows and no caller of the gateway may ever see. */
export const awsKey = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** A gateway in front of an emulator, and all that they kept. */
export interface LocalGateway {
  readonly gateway: Gateway
  readonly url: string
  readonly emulator: Emulator
  readonly entries: readonly LedgerEntry[]
  readonly records: readonly AccessRecord[]
  /** Sends JSON with the key. */
  readonly post: (path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>
}

export interface LocalOptions {
  readonly emulator?: EmulatorOptions
  readonly client?: ClientOptions
  readonly gateway?: Partial<StartOptions>
  /** Serves loopback without a key. */
  readonly open?: boolean
}

/** Starts both for one test. */
export async function localGateway(options: LocalOptions = {}): Promise<LocalGateway> {
  const emulator = await startEmulator(options.emulator)
  const entries: LedgerEntry[] = []
  const records: AccessRecord[] = []
  const client = createClient({
    endpoint: emulator.url,
    environment: { HOME: '/nowhere', AWS_REGION: 'us-east-1', ...awsKey },
    ledger: (entry) => void entries.push(entry),
    maxRetries: 0,
    ...options.client,
  })
  const gateway = await startGateway({
    client,
    port: 0,
    log: (record) => records.push(record),
    drainMs: 2000,
    ...(options.open !== true && { key }),
    ...options.gateway,
  })
  onTestFinished(async () => {
    await gateway.close()
    await client.close()
    await emulator.close()
  })
  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { gateway, url: gateway.url, emulator, entries, records, post }
}
