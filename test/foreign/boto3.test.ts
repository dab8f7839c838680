import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { glimpse, missing, run } from './at-hand.js'
import {
  bareSonnet45,
  bearerToken,
  credentials,
  expiredSession,
  localBedrock,
  profileArn,
  refusals,
  scrubEnvironment,
  signatureExpired,
  sonnet45,
  tenMinutesAhead,
  unknownKey,
  wrongSecret,
} from './local-bedrock.js'

const environment = scrubEnvironment()
const local = localBedrock()
const ahead = localBedrock({ now: tenMinutesAhead })
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A Python with boto3. One from before Bedrock (Debian 12 has 1.26) reads the service's description from python/models. */
interface Boto3 {
  readonly command: string
  readonly version: string
  readonly env: Readonly<Record<string, string>>
  /** Whether it knows bearer tokens, and all the operations by itself. */
  readonly current: boolean
  toString(): string
}

const look = `
import boto3, botocore.session, os, sys
session = botocore.session.get_session()
names = session.get_available_services()
known = 'bedrock-runtime' in names and 'CountTokens' in session.get_service_model('bedrock-runtime').operation_names
print(os.path.realpath(sys.executable), boto3.__version__, known)
`

function findBoto3(): Boto3[] {
  const found = new Map<string, Boto3>()
  for (const command of ['python3', '/usr/bin/python3', 'python']) {
    const [executable, version, known] = glimpse(command, ['-c', look], environment)?.split(' ') ?? []
    if (executable === undefined || version === undefined) continue
    const current = known === 'True'
    const env = current ? environment : { ...environment, AWS_DATA_PATH: here('python/models') }
    const name = current ? version : `${version} with a description of Bedrock`
    found.set(executable, { command, version, env, current, toString: () => name })
  }
  return [...found.values()]
}

/** A content block or an event as boto3 gave it: only what is looked at. */
interface Said {
  readonly type?: string
  readonly text?: string
  readonly delta?: { readonly text?: string }
  readonly contentBlockDelta?: { readonly delta: { readonly text?: string } }
  readonly metadata?: { readonly usage: object }
}

interface Converse {
  readonly output: { readonly message: { readonly content: Said[] } }
  readonly stopReason: string
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number; readonly totalTokens: number }
}

interface Invoked {
  readonly model: string
  readonly content: Said[]
  readonly usage: { readonly input_tokens: number }
}

interface Heard {
  readonly versions: { readonly boto3: string }
  readonly invoke: Invoked
  readonly invokeByArn: Invoked
  readonly invokeStream: Said[]
  readonly converse: Converse
  readonly converseStream: Said[]
  readonly toolLoop: { readonly first: Converse; readonly call: Record<string, unknown>; readonly second: Converse }
  readonly thinking: { readonly whole: Converse; readonly invoked: Invoked }
  readonly countTokens: number[]
  readonly listModels: {
    readonly models: string[]
    readonly profiles: string[]
    readonly profile: { readonly id: string; readonly models: string[] }
  }
  readonly refusals: Record<string, { readonly name: string; readonly status: number; readonly message: string }>
}

const absent: Boto3 = {
  command: 'python3',
  version: '',
  env: {},
  current: false,
  toString: () => '(not installed here)',
}
const found = findBoto3()
const none = missing('boto3', found)

describe.skipIf(none).each((none ? [absent] : found).map((boto3) => ({ name: String(boto3), boto3 })))(
  'boto3 $name',
  ({ boto3 }) => {
    let heard: Heard

    // One process makes all calls: starting Python and boto3 costs more than they do.
    beforeAll(async () => {
      const input = JSON.stringify({
        url: local.url,
        aheadUrl: ahead.url,
        credentials,
        wrongSecret,
        unknownKey,
        expiredSession,
        model: sonnet45,
        bareModel: bareSonnet45,
        profileArn,
      })
      const { status, stdout, stderr } = await run(boto3.command, [here('python/boto3_calls.py')], {
        env: boto3.env,
        input,
      })
      if (status !== 0 || stderr !== '') throw new Error(`boto3 ended with ${status}: ${stderr}`)
      heard = JSON.parse(stdout) as Heard
    })

    test('is the boto3 that was found', () => {
      expect(heard.versions.boto3).toBe(boto3.version)
    })

    test('InvokeModel, by profile id and by ARN', () => {
      expect(heard.invoke).toMatchObject({
        type: 'message',
        model: 'claude-sonnet-4-5-20250929',
        stop_reason: 'end_turn',
      })
      expect(heard.invokeByArn).toMatchObject({ model: 'claude-sonnet-4-5-20250929' })
      const mine = local.emulator.requests().filter(({ operation }) => operation === 'InvokeModel')
      expect(mine[0]).toMatchObject({ status: 200, httpVersion: '1.1', auth: { scheme: 'sigv4', verified: true } })
    })

    test('InvokeModelWithResponseStream spells out the same text', () => {
      const text = heard.invokeStream.map((event) => event.delta?.text ?? '').join('')
      expect(text).toBe(heard.invoke.content[0]?.text)
      expect(heard.invokeStream.at(-1)).toMatchObject({ type: 'message_stop' })
    })

    test('Converse and ConverseStream agree', () => {
      expect(heard.converse.stopReason).toBe('end_turn')
      const text = heard.converseStream.map((event) => event.contentBlockDelta?.delta.text ?? '').join('')
      expect(text).not.toBe('')
      expect(text).toBe(heard.converse.output.message.content[0]?.text)
      expect(heard.converseStream.at(-2)).toEqual({ messageStop: { stopReason: 'end_turn' } })
      expect(heard.converseStream.at(-1)?.metadata?.usage).toMatchObject({
        outputTokens: heard.converse.usage.outputTokens,
      })
    })

    test('a tool is called, and its result ends the turn', () => {
      const { first, call, second } = heard.toolLoop
      expect(first.stopReason).toBe('tool_use')
      expect(call).toMatchObject({ name: 'get_weather', input: { city: expect.any(String) } })
      expect(second.stopReason).toBe('end_turn')
    })

    test('thinking', () => {
      const { whole, invoked } = heard.thinking
      expect(whole.output.message.content[0]).toMatchObject({
        reasoningContent: {
          reasoningText: { text: expect.stringMatching(/./), signature: expect.stringMatching(/./) },
        },
      })
      expect(invoked.content.map((block) => block.type)).toEqual(['thinking', 'text'])
    })

    test('CountTokens counts both shapes alike', () => {
      const tokens = heard.invoke.usage.input_tokens
      expect(heard.countTokens).toEqual([tokens, tokens])
    })

    test('ListFoundationModels, ListInferenceProfiles and GetInferenceProfile', () => {
      expect(heard.listModels.models).toContain(bareSonnet45)
      expect(heard.listModels.profiles).toContain(sonnet45)
      expect(heard.listModels.profile).toEqual({
        id: sonnet45,
        models: expect.arrayContaining([`arn:aws:bedrock:us-west-2::foundation-model/${bareSonnet45}`]),
      })
    })

    test.each(['wrongSecret', 'unknownKey', 'expiredToken', 'unknownModel', 'bareId'] as const)(
      'is refused: %s',
      (why) => {
        expect(heard.refusals[why]).toEqual(refusals[why])
      },
    )

    test('is refused: a stale date', () => {
      expect(heard.refusals['staleDate']).toMatchObject({ name: 'InvalidSignatureException', status: 403 })
      expect(heard.refusals['staleDate']?.message).toMatch(signatureExpired)
    })

    // One from before API keys has no such test, which is not the same as skipping it.
    if (!boto3.current) return
    describe('with an API key', () => {
      test.each([
        ['a good one', bearerToken, { stopReason: 'end_turn' }],
        ['a bad one', 'bedrock-api-key-of-nobody', refusals.badBearer],
      ])('%s', async (_what, token, expected) => {
        const env = { ...boto3.env, AWS_BEARER_TOKEN_BEDROCK: token }
        const input = JSON.stringify({ url: local.url, model: sonnet45 })
        const { stdout, stderr } = await run(boto3.command, [here('python/bearer_call.py')], { env, input })
        expect(stderr).toBe('')
        expect(JSON.parse(stdout)).toEqual(expected)
      })
    })
  },
)
