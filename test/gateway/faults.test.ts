import Anthropic from '@anthropic-ai/sdk'
import type { Fault } from '@outcrop/emulator'
import { describe, expect, test } from 'vitest'
import { faultClients, observe } from '../foreign/fault-clients.js'
import type { FaultClient } from '../foreign/fault-clients.js'
import { opus48 } from '../foreign/local-bedrock.js'
import { localGateway } from './local-gateway.js'

const exceptions = [
  'throttlingException',
  'internalServerException',
  'modelStreamErrorException',
  'serviceUnavailableException',
  'modelTimeoutException',
  'validationException',
]

/** What can befall a stream, as docs/gateway.md has it. */
const faults: readonly (readonly [string, Fault])[] = [
  ['a reset', { kind: 'reset', atEvent: 5 }],
  ['an end inside a frame', { kind: 'cut', atEvent: 5, offset: 24 }],
  ['a proper end too early', { kind: 'eof', atEvent: 5 }],
  ['a wrong checksum', { kind: 'checksum', atEvent: 5 }],
  ['an error frame', { kind: 'error-frame', atEvent: 5 }],
  ...exceptions.map((type): [string, Fault] => [type, { kind: 'exception', atEvent: 5, type }]),
]

const anthropic: FaultClient = {
  key: 'raw',
  name: 'Anthropic SDK',
  operations: { stream: '', whole: '' },
  async stream({ url }, seen) {
    const sdk = new Anthropic({ baseURL: url, apiKey: '-', maxRetries: 0 })
    const asked = {
      model: opus48,
      max_tokens: 120,
      messages: [{ role: 'user' as const, content: 'Write a median function in TypeScript' }],
    }
    const stream = sdk.messages.stream(asked)
    stream.on('text', (delta) => (seen.text += delta))
    const { stop_reason } = await stream.finalMessage()
    if (stop_reason) seen.finish = stop_reason
  },
  whole: () => Promise.reject(new Error('only streams here')),
}
const bedrock = faultClients.filter(({ key }) => ['aws2', 'raw', 'invoke'].includes(key))

describe.each([anthropic, ...bedrock].map((client) => [client.name, client] as const))('%s', (_, client) => {
  test.each(faults)('through the gateway: %s is told', async (_name, fault) => {
    const { url, emulator, entries } = await localGateway({ open: true, client: { maxQueueMs: 0 } })
    const unharmed = await observe(client, 'stream', { url })
    expect(unharmed.error).toBeUndefined()
    await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify([{ match: {}, ...fault }]) })
    const seen = await observe(client, 'stream', { url })
    expect(seen.error, 'a stream that broke was taken for whole').toBeDefined()
    expect(unharmed.text.startsWith(seen.text)).toBe(true)
    // What AWS bills of it is in the ledger, as an upper bound.
    expect(entries.at(-1)).toMatchObject({ exact: false })
  })
})

test.each(faults)('with onInterrupted the gateway goes on where it can: %s', async (_name, fault) => {
  const client = { maxQueueMs: 0, maxRetries: 2, initialDelay: 1, onInterrupted: 'continue' } as const
  const { url, emulator } = await localGateway({ open: true, client })
  const unharmed = await observe(anthropic, 'stream', { url })
  const once = { match: { nth: 1 }, ...fault }
  await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify([once]) })
  const seen = await observe(anthropic, 'stream', { url })
  const isFinal = fault.kind === 'exception' && fault.type === 'validationException'
  expect([seen.error === undefined, seen.finish]).toEqual(isFinal ? [false, undefined] : [true, unharmed.finish])
})
