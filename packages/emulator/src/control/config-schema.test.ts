import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { ConfigFault } from './config-fault.js'
import { configSchema } from './config-schema.js'
import { parseConfig, parseConfigFile } from './parse-config.js'

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false })
addFormats.default(ajv)
const agrees = ajv.compile(configSchema)

const key = { accessKeyId: 'AKIA', secretAccessKey: 'secret' }
const withScenario = (scenario: unknown) => ({ engine: { kind: 'scenario', scenarios: [scenario] } })

describe('what is right is taken as it is, and the schema agrees', () => {
  test.each<object>([
    {},
    { engine: { kind: 'synthetic' } },
    { engine: { kind: 'scenario', scenarios: [], strict: true } },
    withScenario({ reply: { text: '' } }),
    withScenario({
      name: 'all of it',
      match: {
        model: 'haiku',
        operation: 'Converse',
        prompt: 'a',
        promptMatches: '^a+$',
        system: 'b',
        tool: 'c',
        toolResult: '',
      },
      times: 1,
      reply: {
        content: [{ type: 'text', text: 'x' }],
        thinking: 't',
        stopReason: 'refusal',
        usage: { output_tokens: 1 },
      },
    }),
    { engine: { kind: 'record', directory: 'cassettes', credentials: { ...key, sessionToken: 't' } } },
    { engine: { kind: 'record', directory: 'cassettes', url: 'https://127.0.0.1:1/x', bearerToken: 'k' } },
    { engine: { kind: 'record', directory: 'cassettes' } },
    { engine: { kind: 'replay', directory: './cassettes' } },
    { engine: { kind: 'upstream', url: 'http://127.0.0.1:11434', model: 'qwen3' } },
    { engine: { kind: 'upstream', url: 'http://host/v1', model: 'qwen3', apiKey: 'k' } },
    { latency: { timeToFirstTokenMs: 0, tokensPerSecond: 0.5, jitter: 0.2 } },
    { quotas: { 'claude-sonnet-4-5': { tokensPerMinute: 5 } }, timeScale: 60, retryAfter: true },
    { promptCache: { implicit: true, timeScale: 2 } },
    { faults: [{ kind: 'http', status: 503, match: { operation: 'Messages', nth: [1, 2] } }, { kind: 'hang' }] },
    { auth: 'off', account: '111122223333', region: 'eu-west-1', dataRetention: 'none' },
    { credentials: [{ ...key, sessionToken: 't', expired: true }], bearerTokens: ['k'] },
    { clockSkewSeconds: 0, maxBodyBytes: 1, idleTimeoutMs: 1, journalLimit: 1 },
  ])('%j', (config) => {
    expect(parseConfigFile(config)).toEqual(config)
    expect(parseConfigFile({ $schema: 'emulator-config.schema.json', ...config })).toEqual(config)
    expect(agrees(config), JSON.stringify(agrees.errors)).toBe(true)
  })
})

describe('a mistake is named with its place, and the schema agrees', () => {
  test.each<[unknown, string]>([
    [[], 'the configuration has to be an object'],
    [{ $schema: 7 }, '$schema has to be a string'],
    [{ engine: [] }, 'engine has to be an object'],
    [
      { engine: { kind: 'toString' } },
      "engine.kind has to be 'synthetic', 'scenario', 'record', 'replay' or 'upstream'",
    ],
    [{ engine: { kind: 'synthetic', strict: true } }, 'engine has no member strict; known are kind'],
    [{ engine: { kind: 'scenario' } }, 'engine.scenarios has to be a list'],
    [withScenario({ reply: { text: 7 } }), 'engine.scenarios.0.reply.text has to be a string'],
    [withScenario({ match: [], reply: { text: '' } }), 'engine.scenarios.0.match has to be an object'],
    [withScenario({ times: 0, reply: { text: '' } }), 'engine.scenarios.0.times has to be a whole number from 1 on'],
    [withScenario({ name: 7, reply: { text: '' } }), 'engine.scenarios.0.name has to be a string'],
    [withScenario({ reply: { content: 'x' } }), 'engine.scenarios.0.reply.content has to be a list of blocks'],
    [withScenario({ reply: { text: '', usage: [] } }), 'engine.scenarios.0.reply.usage has to be an object'],
    [
      withScenario({ reply: { text: '', stop: 'x' } }),
      'engine.scenarios.0.reply has no member stop; known are text, content, thinking, stopReason, usage',
    ],
    [{ engine: { kind: 'record', bearerToken: 'k' } }, 'engine.directory has to be a string'],
    [
      { engine: { kind: 'record', directory: 'x', credentials: { accessKeyId: 'x' } } },
      'engine.credentials.secretAccessKey has to be a string',
    ],
    [
      { engine: { kind: 'record', directory: 'x', credentials: { ...key, expired: true } } },
      'engine.credentials has no member expired; known are accessKeyId, secretAccessKey, sessionToken',
    ],
    [{ engine: { kind: 'replay', directory: '' } }, 'engine.directory must not be empty'],
    [
      { engine: { kind: 'replay', directory: 'x', url: 'http://x' } },
      'engine has no member url; known are kind, directory',
    ],
    [
      { engine: { kind: 'upstream', url: 'localhost:11434', model: 'x' } },
      'engine.url has to be an address that begins with http:// or https://',
    ],
    [{ engine: { kind: 'upstream', url: 'http://localhost:11434' } }, 'engine.model has to be a string'],
    [{ latency: { jitter: -1 } }, 'latency.jitter has to be a number from 0 on'],
    [{ latency: { tokensPerSecond: 0 } }, 'latency.tokensPerSecond has to be above 0'],
    [
      { faults: [{ kind: 'nova' }] },
      expect.stringMatching(/^faults\.0\.kind: "nova" is no kind of fault/) as unknown as string,
    ],
    [{ auth: 'maybe' }, "auth has to be 'verify' or 'off'"],
    [{ credentials: {} }, 'credentials has to be a list'],
    [{ credentials: [{}] }, 'credentials.0.accessKeyId has to be a string'],
    [{ credentials: [{ ...key, expired: 1 }] }, 'credentials.0.expired has to be true or false'],
    [{ bearerTokens: [''] }, 'bearerTokens.0 must not be empty'],
    [{ account: 111122223333 }, 'account has to be an account id of 12 digits, as a text'],
    [{ account: '1' }, 'account has to be an account id of 12 digits, as a text'],
    [{ region: 'US East' }, 'region has to be the name of a region'],
    [{ dataRetention: 'some' }, "dataRetention has to be 'none', 'default', 'aws_review' or 'provider_data_share'"],
    [{ journalLimit: 1.5 }, 'journalLimit has to be a whole number from 0 on'],
    [{ clockSkewSeconds: -1 }, 'clockSkewSeconds has to be a whole number from 0 on'],
    [
      { port: 4580 },
      expect.stringMatching(/^the configuration has no member port; known are engine, /) as unknown as string,
    ],
  ])('%j', (config, message) => {
    expect(mistakeIn(config)).toEqual(message)
    expect(agrees(config)).toBe(false)
  })
})

function mistakeIn(config: unknown): string | undefined {
  try {
    parseConfigFile(config)
    return undefined
  } catch (error) {
    if (error instanceof ConfigFault) return error.message
    throw error
  }
}

test('a running emulator takes all but what its start has settled', () => {
  expect(parseConfig({ $schema: 'x', engine: { kind: 'synthetic' } })).toEqual({ engine: { kind: 'synthetic' } })
  expect(() => parseConfig({ auth: 'off' })).toThrow(new ConfigFault('auth can be set only when the emulator starts'))
})

test('every member has a description, for the manual', () => {
  const undescribed = Object.entries(configSchema.properties).filter(([, schema]) => !('description' in schema))
  expect(undescribed).toEqual([])
})
