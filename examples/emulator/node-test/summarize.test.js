// oxlint-disable typescript/no-floating-promises -- node:test waits for its tests by itself
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import { exampleCredential, startEmulator } from '@outcrop/emulator'
import { summarize } from './summarize.js'

/** @type {import('@outcrop/emulator').Emulator} */
let emulator
/** @type {AnthropicBedrock} */
let client

before(async () => {
  const scenarios = [
    { name: 'cut short', match: { prompt: 'endless' }, reply: { text: 'It goes on', stopReason: 'max_tokens' } },
    { name: 'sums up', match: { prompt: 'Sum this up' }, reply: { text: 'A fox jumps over a dog.' } },
  ]
  emulator = await startEmulator({ engine: { kind: 'scenario', scenarios, strict: true } })
  client = new AnthropicBedrock({
    baseURL: emulator.url,
    awsRegion: 'us-east-1',
    awsAccessKey: exampleCredential.accessKeyId,
    awsSecretKey: exampleCredential.secretAccessKey,
    maxRetries: 0,
  })
})
afterEach(() => emulator.reset())
after(() => emulator.close())

test('the summary comes in pieces', async () => {
  const pieces = []
  const { tokens } = await summarize(client, 'The quick brown fox jumps over the lazy dog.', (piece) =>
    pieces.push(piece),
  )
  assert.equal(pieces.join(''), 'A fox jumps over a dog.')
  assert.ok(tokens > 3)
  const [request] = emulator.requests()
  assert.equal(request.operation, 'InvokeModelWithResponseStream')
  assert.equal(request.scenario, 'sums up')
})

test('a summary that ended early is an error', async () => {
  await assert.rejects(
    summarize(client, 'an endless text', () => {}),
    /ended early: max_tokens/,
  )
})

test('a stream that breaks in the middle is an error', async () => {
  const faults = [{ kind: 'exception', atEvent: 3, type: 'internalServerException' }]
  await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify(faults) })
  const pieces = []
  await assert.rejects(summarize(client, 'The quick brown fox', (piece) => pieces.push(piece)))
  assert.equal(emulator.requests()[0].fault.fired, true)
})
