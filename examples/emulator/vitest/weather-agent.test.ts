import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { type Emulator, type Scenario, exampleCredential, manualClock, startEmulator } from '@outcrop/emulator'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { askAboutWeather } from './weather-agent.js'

// One emulator for the file, scripted: what no scenario answers is refused.
const scenarios: Scenario[] = [
  {
    name: 'says what the tool said',
    match: { toolResult: '21 degrees' },
    reply: { text: 'It is 21 degrees in Paris.' },
  },
  {
    name: 'looks it up',
    match: { prompt: 'Paris', tool: 'get_weather' },
    reply: { content: [{ type: 'tool_use', name: 'get_weather', input: { city: 'Paris' } }] },
  },
]
const clock = manualClock()
let emulator: Emulator
let client: BedrockRuntimeClient

beforeAll(async () => {
  emulator = await startEmulator({ engine: { kind: 'scenario', scenarios, strict: true }, clock })
  client = new BedrockRuntimeClient({
    endpoint: emulator.url,
    region: 'us-east-1',
    credentials: exampleCredential,
    maxAttempts: 1,
  })
})
afterEach(() => emulator.reset())
afterAll(async () => {
  client.destroy()
  await emulator.close()
})

const lookUp = (city: string) => Promise.resolve(city === 'Paris' ? '21 degrees' : 'unknown')

test('the agent asks the tool, and answers with what it said', async () => {
  expect(await askAboutWeather(client, 'How warm is it in Paris?', lookUp)).toBe('It is 21 degrees in Paris.')
  expect(emulator.requests().map(({ scenario }) => scenario)).toEqual(['looks it up', 'says what the tool said'])
  emulator.assertAllUsed()
})

test('the agent tells its caller of an answer that was cut off', async () => {
  const faults = [{ kind: 'cut', atEvent: 0, offset: 20 }]
  await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify(faults) })
  await expect(askAboutWeather(client, 'How warm is it in Paris?', lookUp)).rejects.toThrow(/./)
})

test('the agent is throttled, and gets through a minute later', async () => {
  const quotas = { 'claude-sonnet-5': { requestsPerMinute: 2, refill: 'window' } }
  await fetch(`${emulator.url}/_emulator/quotas`, { method: 'PUT', body: JSON.stringify(quotas) })
  await askAboutWeather(client, 'How warm is it in Paris?', lookUp)
  const throttled = askAboutWeather(client, 'And tomorrow in Paris?', lookUp)
  await expect(throttled).rejects.toMatchObject({ name: 'ThrottlingException' })
  // No test waits for a minute: the clock is turned.
  clock.advance(60_000)
  expect(await askAboutWeather(client, 'And tomorrow in Paris?', lookUp)).toBe('It is 21 degrees in Paris.')
})

test('a scenario that nobody asked for is found', () => {
  expect(() => emulator.assertAllUsed()).toThrow(
    "Scenarios that were not used: 'says what the tool said', 'looks it up'",
  )
})
