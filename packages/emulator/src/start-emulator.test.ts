import { registry } from '@outcrop/models'
import { describe, expect, test } from 'vitest'
import { ask, emulatedHere, ids, invoke, plainBody, today } from '../testing/emulated.js'
import { ConfigFault, startEmulator } from './index.js'
import type { AccessConfig } from './index.js'

describe('a running emulator', () => {
  test('says where it is, in the variables that clients read', async () => {
    const emulator = await emulatedHere({ region: 'eu-west-1' })
    expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}`)
    expect(emulator.env).toEqual({
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url,
      AWS_ENDPOINT_URL_BEDROCK: emulator.url,
      AWS_ENDPOINT_URL_STS: emulator.url,
      AWS_ENDPOINT_URL_IAM: emulator.url,
      AWS_ENDPOINT_URL_SERVICE_QUOTAS: emulator.url,
      ANTHROPIC_BEDROCK_BASE_URL: emulator.url,
      ANTHROPIC_BEDROCK_MANTLE_BASE_URL: `${emulator.url}/mantle/anthropic`,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
    })
  })

  test('takes the port that it is given, or says that it is taken', async () => {
    const first = await emulatedHere()
    await expect(startEmulator({ port: first.port })).rejects.toThrow('EADDRINUSE')
  })

  test('can be closed twice, and is closed when it is disposed of', async () => {
    const emulator = await startEmulator({ now: () => today })
    await emulator[Symbol.asyncDispose]()
    await emulator.close()
    await expect(invoke(emulator, ids.haiku45, plainBody)).rejects.toThrow('ECONNREFUSED')
  })

  test('forgets on reset', async () => {
    const emulator = await emulatedHere()
    await invoke(emulator, ids.haiku45, plainBody)
    emulator.reset()
    expect(emulator.requests()).toEqual([])
  })

  test('two of them have nothing to do with each other', async () => {
    const [one, other] = await Promise.all([emulatedHere({ auth: 'off' }), emulatedHere()])
    const unsigned = { path: '/foundation-models', method: 'GET', credentials: null }
    expect((await ask(one, unsigned)).status).toBe(200)
    expect((await ask(other, unsigned)).status).toBe(403)
    expect([one.requests().length, other.requests().length]).toEqual([1, 1])
  })

  test.each([
    [
      { policy: { Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { a: 'true' } } } } },
      'access.policy.Statement.0.Condition has no operator Bool',
    ],
    [{ serviceControlPolicy: { Statement: [{ Effect: 'Deny', Action: '*' }] } }, 'has to have Resource or NotResource'],
    [{ caller: 'ann' }, 'access.caller has to be an ARN'],
    [{ models: { 'claude-sonnet-45': 'legacy' } }, 'access.models.claude-sonnet-45 is for no model of the registry'],
  ])('does not begin with access that would mean nothing: %j', async (access, message) => {
    await expect(startEmulator({ access: access as AccessConfig })).rejects.toThrow(ConfigFault)
    await expect(startEmulator({ access: access as AccessConfig })).rejects.toThrow(message)
  })

  test('tells the date of its own clock', async () => {
    const emulator = await emulatedHere({ now: () => new Date('2030-05-06T07:08:09Z') })
    const answer = await ask(emulator, { path: '/_emulator/requests', method: 'GET', credentials: null })
    expect(answer.headers['date']).toBe('Mon, 06 May 2030 07:08:09 GMT')
  })
})

test('what a registry of one’s own leaves out is unknown', async () => {
  const kept = Object.entries(registry.modelRegistry).filter(([key]) => key === 'claude-haiku-4-5')
  const emulator = await emulatedHere({ registry: { ...registry, modelRegistry: Object.fromEntries(kept) } })
  expect((await invoke(emulator, ids.haiku45, plainBody)).status).toBe(200)
  expect((await invoke(emulator, ids.sonnet55, plainBody)).status).toBe(400)
})
