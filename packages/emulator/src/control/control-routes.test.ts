import { beforeEach, describe, expect, test } from 'vitest'
import { ask, emulated, emulatedHere, ids, invoke, plainBody, raw } from '../../testing/emulated.js'
import { ConfigFault } from './config-fault.js'
import { parseConfig } from './parse-config.js'

const emulator = await emulated()
const control = (method: string, name: string, body?: unknown) =>
  ask(emulator, { method, path: `/_emulator/${name}`, credentials: null, ...(body !== undefined && { body }) })
const scripted = {
  engine: { kind: 'scenario', scenarios: [{ match: { prompt: 'median' }, reply: { text: 'scripted' } }] },
}

beforeEach(() => emulator.reset())

describe('PUT /_emulator/config', () => {
  test('changes the engine', async () => {
    expect((await control('PUT', 'config', scripted)).status).toBe(200)
    expect((await invoke(emulator, ids.haiku45, plainBody)).json.content[0].text).toBe('scripted')
    await control('PUT', 'config', { engine: { kind: 'synthetic' } })
    expect((await invoke(emulator, ids.haiku45, plainBody)).json.content[0].text).not.toBe('scripted')
  })

  test('leaves what it does not name', async () => {
    await control('PUT', 'config', scripted)
    await control('PUT', 'config', { latency: { timeToFirstTokenMs: 1 } })
    expect((await invoke(emulator, ids.haiku45, plainBody)).json.content[0].text).toBe('scripted')
  })

  test('with a mistake changes nothing, and says where it is', async () => {
    await control('PUT', 'config', scripted)
    const answer = await control('PUT', 'config', { engine: { kind: 'magic' } })
    expect(answer.status).toBe(400)
    expect(answer.json).toEqual({
      message: "engine.kind has to be 'synthetic', 'scenario', 'record', 'replay' or 'upstream'",
    })
    expect((await invoke(emulator, ids.haiku45, plainBody)).json.content[0].text).toBe('scripted')
  })
})

test('POST /_emulator/reset forgets the requests and goes back to the start', async () => {
  await control('PUT', 'config', scripted)
  await invoke(emulator, ids.haiku45, plainBody)
  expect(emulator.requests()).toHaveLength(1)
  await control('POST', 'reset')
  expect(emulator.requests()).toHaveLength(0)
  expect((await invoke(emulator, ids.haiku45, plainBody)).json.content[0].text).not.toBe('scripted')
})

test('control routes are not in the journal, and are marked like every answer', async () => {
  const answer = await control('GET', 'requests')
  expect(answer.json).toEqual([])
  expect(answer.headers['x-outcrop-emulator']).toBe('1')
  expect(emulator.requests()).toHaveLength(0)
})

test.each([
  ['attacker.example', 403],
  ['attacker.example:80', 403],
  ['localhost:1234', 200],
  ['127.0.0.1', 200],
  ['[::1]:80', 200],
])('control routes answer under %s with %i', async (host, status) => {
  const path = '/_emulator/requests'
  const answer = await raw(emulator.port, [`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`])
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
})

test('control routes answer under any name where others are meant to reach the emulator', async () => {
  const { port } = await emulatedHere({ host: '0.0.0.0' })
  const answer = await raw(port, ['GET /_emulator/requests HTTP/1.1\r\nHost: bedrock\r\nConnection: close\r\n\r\n'])
  expect(answer).toMatch(/^HTTP\/1.1 200 /)
})

test.each([
  ['GET', 'config'],
  ['DELETE', 'requests'],
  ['GET', 'nothing'],
])('%s /_emulator/%s is not known', async (method, name) => {
  const answer = await control(method, name)
  expect(answer.status).toBe(404)
  expect(answer.json.message).toContain('GET requests')
})

describe('a configuration', () => {
  const withScenario = (scenario: unknown) => ({ engine: { kind: 'scenario', scenarios: [scenario] } })
  test.each<[unknown, string]>([
    [7, 'the configuration has to be an object'],
    [
      { engin: {} },
      'the configuration has no member engin; known are engine, latency, faults, quotas, timeScale, retryAfter, promptCache',
    ],
    [{ engine: { kind: 'scenario' } }, 'engine.scenarios has to be a list'],
    [{ engine: { kind: 'scenario', scenarios: [], strict: 1 } }, 'engine.strict has to be true or false'],
    [withScenario({ match: {} }), 'engine.scenarios.0.reply has to be an object'],
    [withScenario({ match: {}, reply: {} }), 'engine.scenarios.0.reply needs text, or content as a list of blocks'],
    [withScenario({ match: { prompt: 7 }, reply: { text: '' } }), 'engine.scenarios.0.match.prompt has to be a string'],
    [
      withScenario({ match: { promt: 'x' }, reply: { text: '' } }),
      'engine.scenarios.0.match has no member promt; known are model, operation, prompt, promptMatches, system, tool, toolResult',
    ],
    [
      withScenario({ reply: { content: ['x'] } }),
      'engine.scenarios.0.reply.content.0 has to be a content block with a type',
    ],
    [{ latency: { tokensPerSecond: 0 } }, 'latency.tokensPerSecond has to be above 0'],
    [{ latency: { jitter: '1' } }, 'latency.jitter has to be a number from 0 on'],
  ])('%j is refused', (config, message) => {
    expect(() => parseConfig(config)).toThrow(new ConfigFault(message))
  })

  test('with a broken expression is refused', () => {
    expect(() => parseConfig(withScenario({ match: { promptMatches: '(' }, reply: { text: '' } }))).toThrow(
      /promptMatches is no regular expression/,
    )
  })

  test('that is right is taken as it is', () => {
    const config = { ...scripted, latency: { timeToFirstTokenMs: 5, tokensPerSecond: 10, jitter: 0.1 } }
    expect(parseConfig(config)).toEqual(config)
  })
})
