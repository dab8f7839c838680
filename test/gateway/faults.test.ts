import Anthropic from '@anthropic-ai/sdk'
import type { Fault } from '@outcrop/emulator'
import { describe, expect, test } from 'vitest'
import { readTable, tablesOf } from '../architecture/read-law.js'
import { readPage } from '../docs/markdown.js'
import { faultClients, observe } from '../foreign/fault-clients.js'
import type { ClientKey, FaultClient } from '../foreign/fault-clients.js'
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
const others = new Map(faultClients.map((client) => [client.key, client]))
const from = (key: ClientKey) => others.get(key) ?? anthropic

/** The columns of the table. */
const clients: readonly (readonly [string, FaultClient])[] = [
  ['SSE: `@anthropic-ai/sdk`', anthropic],
  ['InvokeModel: `@anthropic-ai/bedrock-sdk`', from('raw')],
  ['InvokeModel: AI SDK', from('invoke')],
  ['Converse, HTTP/2: AWS SDK', from('aws2')],
]

/** Runs what a test and the table both ask for only once. */
function once<Asked, Found>(run: (asked: Asked) => Promise<Found>): (asked: Asked) => Promise<Found> {
  const found = new Map<Asked, Promise<Found>>()
  return (asked) => {
    const known = found.get(asked) ?? run(asked)
    found.set(asked, known)
    return known
  }
}

const strike = (url: string, fault: object) =>
  fetch(`${url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify([fault]) })

/** What a client makes of a fault: an error, and no text that was not in the answer, is right. */
async function verdictOf(client: FaultClient, fault: Fault): Promise<string> {
  const { url, emulator, entries } = await localGateway({ open: true, client: { maxQueueMs: 0 } })
  const unharmed = await observe(client, 'stream', { url })
  if (unharmed.error !== undefined || unharmed.text === '') return 'no answer without the fault'
  await strike(emulator.url, { match: {}, ...fault })
  const seen = await observe(client, 'stream', { url })
  if (seen.error === undefined) return 'taken for whole'
  if (!unharmed.text.startsWith(seen.text)) return 'text of its own'
  // What AWS bills of it is in the ledger, as an upper bound.
  return entries.at(-1)?.exact === false ? 'right' : 'not in the ledger'
}

const verdicts = new Map(clients.map(([name, client]) => [name, once((fault: Fault) => verdictOf(client, fault))]))
const verdict = async (name: string, fault: Fault) => (await verdicts.get(name)?.(fault)) ?? 'no such client'

describe.each(clients)('%s', (name) => {
  test.each(faults)('through the gateway: %s is told', async (_name, fault) => {
    expect(await verdict(name, fault)).toBe('right')
  })
})

const goesOn = once(async (fault: Fault) => {
  const client = { maxQueueMs: 0, maxRetries: 2, initialDelay: 1, onInterrupted: 'continue' } as const
  const { url, emulator } = await localGateway({ open: true, client })
  const unharmed = await observe(anthropic, 'stream', { url })
  await strike(emulator.url, { match: { nth: 1 }, ...fault })
  const seen = await observe(anthropic, 'stream', { url })
  return seen.error === undefined && seen.finish === unharmed.finish
})

test.each(faults)('with onInterrupted the gateway goes on where it can: %s', async (name, fault) => {
  expect(await goesOn(fault)).toBe(name !== 'validationException')
})

test('docs/gateway.md says what was seen here, of each client with each fault', async () => {
  const names = clients.map(([name]) => name)
  const rows = await Promise.all(
    faults.map(async ([name, fault]) => [name, ...(await Promise.all(names.map((one) => verdict(one, fault))))]),
  )
  const page = readPage('docs/gateway.md')
  expect(readTable(tablesOf(page), ['fault', ...names]).map((row) => Object.values(row))).toEqual(rows)
  const gone = await Promise.all(faults.map(async ([name, fault]) => [name, await goesOn(fault)] as const))
  const ended = gone.filter(([, isGone]) => !isGone).map(([name]) => `\`${name}\``)
  const right = names.map((_, at) => rows.filter((row) => row[at + 1] === 'right').length)
  const least = Math.min(...right)
  expect(page).toContain(`${least} of ${faults.length} ${least === Math.max(...right) ? 'in each' : 'at least'}`)
  expect(page).toContain(
    `answers ${gone.length - ended.length} of the ${faults.length} to their end (not ${ended.join()})`,
  )
}, 120_000)
