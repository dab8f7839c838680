import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { glimpse, missing, run } from './at-hand.js'
import {
  bareSonnet45,
  bearerToken,
  credentials,
  localBedrock,
  refusals,
  scrubEnvironment,
  signatureExpired,
  sonnet45,
  tenMinutesAhead,
  wrongSecret,
} from './local-bedrock.js'

const environment = scrubEnvironment()
const local = localBedrock()
const ahead = localBedrock({ now: tenMinutesAhead })
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'outcrop-aws-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** An AWS CLI. One from before Bedrock (Debian 12 has 2.9) reads the services' descriptions from python/models. */
interface AwsCli {
  readonly command: string
  readonly env: Readonly<Record<string, string>>
  /** Whether it knows bearer tokens, and all the operations by itself. */
  readonly current: boolean
  toString(): string
}

function findCli(): AwsCli[] {
  const found = new Map<string, AwsCli>()
  for (const command of ['aws', '/usr/bin/aws']) {
    const version = glimpse(command, ['--version'], environment)?.split(' ')[0]
    if (version === undefined || found.has(version)) continue
    const skeleton = ['bedrock-runtime', 'count-tokens', '--generate-cli-skeleton', 'input']
    const current = glimpse(command, skeleton, { ...environment, AWS_REGION: 'us-east-1' }) !== undefined
    const env = current ? environment : { ...environment, AWS_DATA_PATH: here('python/models') }
    found.set(version, {
      command,
      env,
      current,
      toString: () => (current ? version : `${version} with a description of Bedrock`),
    })
  }
  return [...found.values()]
}

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

const signedWith = ({ accessKeyId, secretAccessKey, sessionToken }: Keys) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
})

interface Call {
  readonly keys?: Keys
  readonly url?: string
  readonly bearer?: string
}

const conversation = JSON.stringify([{ role: 'user', content: [{ text: 'Write a median function in TypeScript' }] }])
const weather = {
  tools: [
    {
      toolSpec: {
        name: 'get_weather',
        inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
      },
    },
  ],
}

interface Block {
  readonly text?: string
  readonly toolUse?: { readonly toolUseId: string }
}

interface Answer {
  readonly output: { readonly message: { readonly role: string; readonly content: Block[] } }
  readonly stopReason: string
  readonly usage: { readonly inputTokens: number }
}

const converse = (modelId: string, more: readonly string[] = []) => [
  'bedrock-runtime',
  'converse',
  '--model-id',
  modelId,
  ...(more.includes('--messages') ? [] : ['--messages', conversation]),
  ...more,
]

const words = ({ name, message }: { name: string; message: string }) => ({ name, message })

const absent: AwsCli = { command: 'aws', env: {}, current: false, toString: () => '(not installed here)' }
const found = findCli()
const none = missing('the AWS CLI', found)

describe.skipIf(none).each((none ? [absent] : found).map((cli) => ({ name: String(cli), cli })))(
  'the AWS CLI $name',
  ({ cli }) => {
    const aws = (args: readonly string[], { keys = credentials, url = local.url, bearer }: Call = {}) => {
      const identity = bearer === undefined ? signedWith(keys) : { AWS_BEARER_TOKEN_BEDROCK: bearer }
      const settings = {
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_MAX_ATTEMPTS: '1',
        AWS_PAGER: '',
      }
      return run(cli.command, [...args, '--endpoint-url', url, '--output', 'json'], {
        env: { ...cli.env, ...settings, ...identity },
      })
    }

    async function answered<T>(args: readonly string[], call: Call = {}): Promise<T> {
      const { status, stdout, stderr } = await aws(args, call)
      expect(stderr).toBe('')
      expect(status).toBe(0)
      return JSON.parse(stdout) as T
    }

    /** The CLI shows no status code, so that the two other parts are all there is to compare. */
    async function refused(args: readonly string[], call: Call = {}) {
      const { status, stderr } = await aws(args, call)
      expect(status).not.toBe(0)
      const [, name, message] =
        /An error occurred \((\w+)\) when calling the \w+ operation(?: \([^)]*\))?: ([^\n]*)/.exec(stderr) ?? []
      return { name, message }
    }

    test('converse, and count-tokens of the same', async () => {
      const count = ['bedrock-runtime', 'count-tokens', '--model-id', bareSonnet45, '--input']
      const [answer, counted] = await Promise.all([
        answered<Answer>(converse(sonnet45)),
        answered<{ inputTokens: number }>([...count, `{"converse":{"messages":${conversation}}}`]),
      ])
      expect(answer.stopReason).toBe('end_turn')
      expect(answer.output.message.content[0]?.text).toBeTruthy()
      expect(counted.inputTokens).toBe(answer.usage.inputTokens)
      expect(local.emulator.requests()[0]).toMatchObject({
        httpVersion: '1.1',
        auth: { scheme: 'sigv4', verified: true },
      })
    })

    test('invoke-model, with thinking', async () => {
      const [input, output] = [join(folder, 'input.json'), join(folder, 'output.json')]
      writeFileSync(
        input,
        JSON.stringify({
          anthropic_version: 'bedrock-2023-05-31',
          max_tokens: 2048,
          thinking: { type: 'enabled', budget_tokens: 1024 },
          messages: [{ role: 'user', content: 'Write a median function' }],
        }),
      )
      await answered(['bedrock-runtime', 'invoke-model', '--model-id', sonnet45, '--body', `fileb://${input}`, output])
      const message = JSON.parse(readFileSync(output, 'utf8')) as { content: { type: string }[]; model: string }
      expect(message.model).toBe('claude-sonnet-4-5-20250929')
      expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text'])
    })

    test('converse with a tool, and with its result', async () => {
      const question = { role: 'user', content: [{ text: 'What is the weather in Paris?' }] }
      const tools = ['--tool-config', JSON.stringify(weather)]
      const first = await answered<Answer>(converse(sonnet45, ['--messages', JSON.stringify([question]), ...tools]))
      expect(first.stopReason).toBe('tool_use')
      const call = first.output.message.content.find((block) => block.toolUse !== undefined)?.toolUse
      expect(call).toMatchObject({ name: 'get_weather', input: { city: expect.any(String) } })
      const result = { toolResult: { toolUseId: call?.toolUseId, content: [{ text: '21 degrees' }] } }
      const turns = JSON.stringify([question, first.output.message, { role: 'user', content: [result] }])
      const second = await answered<Answer>(converse(sonnet45, ['--messages', turns, ...tools]))
      expect(second.stopReason).toBe('end_turn')
    })

    test('list-foundation-models, list-inference-profiles and get-inference-profile', async () => {
      const [models, profiles, profile] = await Promise.all([
        answered<{ modelSummaries: { modelId: string }[] }>([
          'bedrock',
          'list-foundation-models',
          '--by-provider',
          'anthropic',
        ]),
        answered<{ inferenceProfileSummaries: { inferenceProfileId: string }[] }>([
          'bedrock',
          'list-inference-profiles',
        ]),
        answered<{ inferenceProfileId: string }>([
          'bedrock',
          'get-inference-profile',
          '--inference-profile-identifier',
          sonnet45,
        ]),
      ])
      expect(models.modelSummaries.map(({ modelId }) => modelId)).toContain(bareSonnet45)
      expect(profiles.inferenceProfileSummaries.map(({ inferenceProfileId }) => inferenceProfileId)).toContain(sonnet45)
      expect(profile.inferenceProfileId).toBe(sonnet45)
    })

    test('is refused in AWS’s words', async () => {
      const told = await Promise.all([
        refused(converse(sonnet45), { keys: wrongSecret }),
        refused(converse('anthropic.claude-nonesuch-9')),
        refused(converse(bareSonnet45)),
      ])
      const { wrongSecret: secret, unknownModel, bareId } = refusals
      expect(told).toEqual([secret, unknownModel, bareId].map(words))
    })

    test('is refused with a stale date', async () => {
      const { name, message } = await refused(converse(sonnet45), { url: ahead.url })
      expect(name).toBe('InvalidSignatureException')
      expect(message).toMatch(signatureExpired)
    })

    // One from before API keys has no such test, which is not the same as skipping it.
    if (!cli.current) return
    test('goes with an API key, if it is a good one', async () => {
      const [good, bad] = await Promise.all([
        answered<Answer>(converse(sonnet45), { bearer: bearerToken }),
        refused(converse(sonnet45), { bearer: 'bedrock-api-key-of-nobody' }),
      ])
      expect(good.stopReason).toBe('end_turn')
      expect(bad).toEqual({ name: refusals.badBearer.name, message: refusals.badBearer.message })
    })
  },
)
