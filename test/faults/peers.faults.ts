// The same faults through other clients, with their own settings, beside Outcrop's. Not a test of them: it writes down
// what each makes of a fault, for scripts/reliability-page.js. It takes some minutes, because whoever hangs is waited for.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createClient } from '@outcrop/client'
import type { CallOptions } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import { afterAll, expect, test } from 'vitest'
import { faultClients, observe } from '../foreign/fault-clients.js'
import type { Calling, FaultClient, Seen } from '../foreign/fault-clients.js'
import { credentials, opus48, region } from '../foreign/local-bedrock.js'
import { faultsAt, faultsBefore } from './fault-cases.js'
import type { FaultCase } from './fault-cases.js'

/** Longer than any of these clients waits between two attempts. */
const patienceMs = 20_000
const atEvent = 5
const way = { streamed: true, surface: 'invoke' } as const

/** One case of each row. */
const cases = [...faultsBefore, ...faultsAt(atEvent, way)].filter(
  ({ row, fault }, at, all) =>
    all.findIndex((other) => other.row === row) === at && fault.kind !== 'cut' && fault.kind !== 'delay',
)
const cut = faultsAt(atEvent, way).find(({ fault }) => fault.kind === 'cut' && fault.offset === 60)
const rows = cut === undefined ? cases : [...cases, cut]

type Streaming = Pick<FaultClient, 'name' | 'stream'>

function outcrop(name: string, options: CallOptions): Streaming {
  return {
    name,
    async stream({ url, signal }: Calling, seen: Seen) {
      const environment = { HOME: '/nowhere', AWS_REGION: region }
      const client = createClient({ endpoint: url, environment, credentials: () => Promise.resolve(credentials) })
      const request = { model: opus48, prompt: 'Write a median function in TypeScript', maxTokens: 2000 }
      const stream = client.stream(request, { ...options, ...(signal && { signal }) })
      for await (const text of stream.textStream) seen.text += text
      const { stopReason } = await stream.reply()
      if (stopReason) seen.finish = stopReason
    },
  }
}

const clients: readonly Streaming[] = [
  outcrop('Outcrop', {}),
  outcrop('Outcrop, `continue`, `timeoutMs: 5000`', { onInterrupted: 'continue', timeoutMs: 5000 }),
  ...faultClients.filter(({ key }) => key !== 'aws1'),
]

async function seenBy(client: Streaming, one: FaultCase | undefined): Promise<{ seen?: Seen; calls: number }> {
  await using emulator = await startEmulator({ faults: one === undefined ? [] : [one.fault] })
  const leaving = new AbortController()
  const seen: Seen = { text: '' }
  const ways = { whole: () => Promise.resolve(), key: 'raw', operations: { stream: '', whole: '' } } as const
  const call = { url: emulator.url, patient: true, signal: leaving.signal }
  const running = observe(
    { ...ways, name: client.name, stream: (...args) => client.stream(...args) },
    'stream',
    call,
    seen,
  )
  const timer = new Promise<undefined>((resolve) => {
    setTimeout(() => {
      resolve(undefined)
    }, patienceMs).unref()
  })
  const ended = await Promise.race([running, timer])
  const calls = emulator.requests().filter(({ operation }) => /Invoke|Converse/.test(operation)).length
  leaving.abort()
  return ended === undefined ? { calls } : { seen: ended, calls }
}

function verdictOf({ seen, calls }: { seen?: Seen; calls: number }, expected: Seen): string {
  const times = calls > 1 ? ` (${calls} calls)` : ''
  if (seen === undefined) return `**hung**${times}`
  if (seen.error !== undefined) return `reported${times}`
  return seen.text === expected.text && seen.finish === expected.finish ? `recovered${times}` : `**swallowed**${times}`
}

const table: Record<string, Record<string, string>> = {}

// All at once, each fault after the other: LangChain reads where to call from the environment, the others do not.
test.concurrent.each(clients)('$name', { timeout: 900_000 }, async (client) => {
  const { seen: expected } = await seenBy(client, undefined)
  if (expected === undefined) throw new Error(`${client.name} hangs without a fault`)
  expect(expected.error).toBeUndefined()
  for (const one of rows) (table[one.row] ??= {})[client.name] = verdictOf(await seenBy(client, one), expected)
})

afterAll(() => {
  const packages = [
    '@aws-sdk/client-bedrock-runtime',
    '@anthropic-ai/bedrock-sdk',
    '@ai-sdk/amazon-bedrock',
    'ai',
    '@langchain/aws',
  ]
  const versions = Object.fromEntries(
    packages.map((name) => [
      name,
      (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version,
    ]),
  )
  mkdirSync('test-results', { recursive: true })
  const clientNames = clients.map(({ name }) => name)
  const measured = { versions, node: process.versions.node, atEvent, clients: clientNames, table }
  writeFileSync('test-results/fault-peers.json', `${JSON.stringify(measured, undefined, 2)}\n`)
})
