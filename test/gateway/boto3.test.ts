import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { glimpse, missing, run } from '../foreign/at-hand.js'
import { scrubEnvironment, sonnet45 } from '../foreign/local-bedrock.js'
import { key, localGateway } from './local-gateway.js'

const environment = scrubEnvironment()
const look = `
import boto3, botocore.session
names = botocore.session.get_session().get_available_services()
assert 'bedrock-runtime' in names
assert tuple(map(int, boto3.__version__.split('.'))) >= (1, 39)
print(boto3.__version__)
`
// Bearer tokens, by which the gateway knows its callers, came with 1.39.
const commands = ['python3', '/usr/bin/python3', 'python']
const python = commands.filter((command) => glimpse(command, ['-c', look], environment) !== undefined).slice(0, 1)
const none = missing('boto3 with bearer tokens', python)

interface Heard {
  readonly whole: string
  readonly streamed: string
  readonly invoked: string
  readonly invokeStreamed: string
  readonly tool: object
  readonly thought: object
  readonly unknown: string
  readonly broken: string
}

async function hear(url: string, task: string): Promise<Heard> {
  const { status, stdout, stderr } = await run(
    python[0] ?? '',
    [fileURLToPath(new URL('python/through_gateway.py', import.meta.url))],
    {
      env: { ...environment, AWS_BEARER_TOKEN_BEDROCK: key },
      input: JSON.stringify({ url, task, model: sonnet45 }),
    },
  )
  if (status !== 0) throw new Error(`boto3 ended with ${status}: ${stderr}`)
  return JSON.parse(stdout) as Heard
}

describe.skipIf(none)('boto3 through the gateway', () => {
  test('whole, streamed, with tools and thinking, and errors by their names', async () => {
    const { url } = await localGateway()
    const heard = await hear(url, 'answers')
    expect(heard.whole).not.toBe('')
    expect(new Set([heard.streamed, heard.invoked, heard.invokeStreamed])).toEqual(new Set([heard.whole]))
    expect(heard.tool).toMatchObject({ name: 'weather', input: { city: expect.any(String) } })
    expect(heard.thought).toMatchObject({ reasoningContent: { reasoningText: { text: expect.stringMatching(/./) } } })
    expect(heard.unknown).toMatch(/ValidationException|ResourceNotFoundException/)
  })

  test('a stream that breaks is an error of its stream', async () => {
    const faults = [{ match: {}, kind: 'exception', atEvent: 4, type: 'modelStreamErrorException' }] as const
    const { url } = await localGateway({ emulator: { faults } })
    expect((await hear(url, 'broken')).broken).toBe('modelStreamErrorException')
  })

  test('who leaves ends the call', async () => {
    const slow = { latency: { timeToFirstTokenMs: 1, tokensPerSecond: 30 } }
    const { url, entries, records } = await localGateway({ emulator: slow })
    await hear(url, 'leaves')
    await expect.poll(() => records.length, { timeout: 15_000 }).toBe(1)
    expect([records[0]?.left, entries[0]?.outcome]).toEqual([true, 'aborted'])
  })
})
