import { Buffer } from 'node:buffer'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeEventFrame, encodeExceptionFrame } from '@outcrop/wire/event-stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Asked, ask, emulatedHere, ids, pathOf, plainBody } from '../../../testing/emulated.js'
import type { CallerCall } from '../../call.js'
import { ConfigFault, type Emulator, exampleCredential, startEmulator } from '../../index.js'
import { targetOf } from './forward.js'

// Credentials of the account that is recorded, none of which may ever reach a cassette.
const real = {
  accessKeyId: 'AKIAREALACCOUNT00001',
  secretAccessKey: 'real/secret+access/key/of/the/account/00',
  sessionToken: 'real-session-token-of-the-account',
}
const realAccount = '210987654321'

function directoryHere(): string {
  const directory = mkdtempSync(join(tmpdir(), 'outcrop-cassettes-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** What stands in for Bedrock: an emulator that knows only the real account. */
const bedrockHere = (options: Parameters<typeof emulatedHere>[0] = {}) =>
  emulatedHere({ credentials: [real], account: realAccount, ...options })
const recorderHere = (url: string, directory: string) =>
  emulatedHere({ engine: { kind: 'record', directory, url, credentials: real } })
const playerHere = (directory: string) => emulatedHere({ engine: { kind: 'replay', directory } })

const converseBody = { messages: [{ role: 'user', content: [{ text: 'Write a median function' }] }] }
const { anthropic_version: _, ...plain } = plainBody
const arn = `arn:aws:bedrock:us-east-1:${realAccount}:inference-profile/${ids.haiku45}`

/** One request of each way to ask a model. */
const requests: readonly (readonly [string, Asked])[] = [
  ['InvokeModel', { path: pathOf(ids.haiku45, 'invoke'), body: plainBody }],
  ['InvokeModelWithResponseStream', { path: pathOf(ids.haiku45, 'invoke-with-response-stream'), body: plainBody }],
  ['Converse', { path: pathOf(arn, 'converse'), body: converseBody }],
  ['ConverseStream', { path: pathOf(ids.opus48, 'converse-stream'), body: converseBody }],
  ['a refusal', { path: pathOf(ids.opus48, 'invoke'), body: { ...plainBody, temperature: 1 } }],
  [
    'Messages, streamed',
    {
      path: '/anthropic/v1/messages',
      headers: { 'anthropic-version': '2023-06-01' },
      body: { model: ids.opus48, stream: true, ...plain },
    },
  ],
  [
    'Messages on mantle',
    {
      path: '/mantle/anthropic/v1/messages',
      service: 'bedrock-mantle',
      headers: { 'anthropic-version': '2023-06-01' },
      body: { model: 'anthropic.claude-opus-4-8', ...plain },
    },
  ],
]

const bodyHeaders = ['content-type', 'x-amzn-errortype', 'x-amzn-bedrock-input-token-count', 'request-id']

describe('what is recorded', () => {
  test.each(requests)('%s is replayed byte for byte, without anybody behind it', async (_name, asked) => {
    const bedrock = await bedrockHere()
    const directory = directoryHere()
    const recorder = await recorderHere(bedrock.url, directory)
    const recorded = await ask(recorder, asked)
    expect(bedrock.requests()).toHaveLength(1)
    expect(bedrock.requests()[0]).toMatchObject({ status: recorded.status, auth: { accessKeyId: real.accessKeyId } })
    await bedrock.close()

    const player = await playerHere(directory)
    const replayed = await ask(player, asked)
    expect(replayed.bytes.equals(recorded.bytes)).toBe(true)
    expect(replayed.status).toBe(recorded.status)
    for (const name of bodyHeaders) expect(replayed.headers[name]).toBe(recorded.headers[name])
    // The answer is not Bedrock's, and says so; its id is its own.
    expect(replayed.headers['x-outcrop-emulator']).toBe('1')
    expect(replayed.headers['x-amzn-requestid']).not.toBe(recorded.headers['x-amzn-requestid'])
    const [entry] = player.requests()
    expect(entry).toMatchObject({ engine: 'replay', status: recorded.status })
    expect(entry?.usage).toEqual(recorder.requests()[0]?.usage)
  })

  test('holds no secret, no signature and no number of an account', async () => {
    const bedrock = await bedrockHere()
    const directory = directoryHere()
    const recorder = await recorderHere(bedrock.url, directory)
    for (const [, asked] of requests) await ask(recorder, asked)
    const names = readdirSync(directory)
    expect(names).toHaveLength(requests.length)
    const written = names.map((name) => `${name} ${readFileSync(join(directory, name), 'utf8')}`).join('\n')
    const forbidden = [
      ...Object.values(real),
      ...Object.values(exampleCredential),
      realAccount,
      'Signature',
      'authorization',
      'x-amz-date',
    ]
    for (const secret of forbidden) expect(written.toLowerCase()).not.toContain(secret.toLowerCase())
    expect(written).toContain(`000000000000:inference-profile/${ids.haiku45}`)
  })

  test('counts tokens in the journal, under the model’s key', async () => {
    const bedrock = await bedrockHere()
    const recorder = await recorderHere(bedrock.url, directoryHere())
    for (const [, asked] of requests.slice(0, 4)) await ask(recorder, asked)
    const told = bedrock.requests().map(({ model, usage }) => ({ model, tokens: usage?.output_tokens }))
    expect(recorder.requests().map(({ model, usage }) => ({ model, tokens: usage?.output_tokens }))).toEqual(told)
    expect(told.every(({ tokens = 0 }) => tokens > 0)).toBe(true)
  })

  test('is what the caller asked for: headers that Bedrock reads go on, keys do not', async () => {
    const seen: Record<string, unknown>[] = []
    const server = createServer((request, response) => {
      seen.push({ ...request.headers })
      request.resume().on('end', () => response.end('{}'))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`
    const recorder = await recorderHere(url, directoryHere())
    const headers = { 'x-amzn-bedrock-trace': 'ENABLED', 'x-custom': 'mine', accept: 'application/json' }
    await ask(recorder, { path: pathOf(ids.haiku45, 'invoke'), body: plainBody, headers })
    expect(seen[0]).toMatchObject({ 'x-amzn-bedrock-trace': 'ENABLED', accept: 'application/json' })
    expect(seen[0]).not.toHaveProperty('x-custom')
    expect(seen[0]?.['authorization']).toContain(`Credential=${real.accessKeyId}/`)
    expect(seen[0]?.['authorization']).not.toContain(exampleCredential.accessKeyId)
    expect(seen[0]?.['x-amz-security-token']).toBe(real.sessionToken)
  })

  test('goes with an API key, or with credentials that are fetched for each call', async () => {
    const bedrock = await emulatedHere({ bearerTokens: ['ABSK-real-key'] })
    const directory = directoryHere()
    const asked: Asked = { path: pathOf(ids.haiku45, 'invoke'), body: plainBody }
    const byKey = { kind: 'record', directory, url: bedrock.url, bearerToken: 'ABSK-real-key' } as const
    expect((await ask(await emulatedHere({ engine: byKey }), asked)).status).toBe(200)
    expect(bedrock.requests()[0]?.auth).toEqual({ scheme: 'bearer', verified: true })
    const fetched = { kind: 'record', directory, url: bedrock.url, credentials: async () => exampleCredential } as const
    expect((await ask(await emulatedHere({ engine: fetched }), asked)).status).toBe(200)
    expect(bedrock.requests()[1]?.auth).toMatchObject({ scheme: 'sigv4' })
    for (const name of readdirSync(directory))
      expect(readFileSync(join(directory, name), 'utf8')).not.toContain('ABSK-real-key')
  })

  test('replaces what an earlier run recorded of the same request', async () => {
    const directory = directoryHere()
    const asked: Asked = { path: pathOf(ids.haiku45, 'invoke'), body: plainBody }
    const answering = (text: string) =>
      bedrockHere({ engine: { kind: 'scenario', scenarios: [{ match: {}, reply: { text } }] } })
    for (const [text, times] of [
      ['of yesterday', 3],
      ['of today', 2],
    ] as const) {
      const bedrock = await answering(text)
      const recorder = await recorderHere(bedrock.url, directory)
      for (let take = 0; take < times; take += 1) await ask(recorder, asked)
    }
    expect(readdirSync(directory)).toHaveLength(2)
    const player = await playerHere(directory)
    expect((await ask(player, asked)).json.content[0].text).toBe('of today')
  })

  test('is not an answer that broke off', async () => {
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' })
        response.write(encodeEventFrame('messageStart', '{"role":"assistant"}'), () => response.destroy())
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const directory = directoryHere()
    const recorder = await recorderHere(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, directory)
    await expect(ask(recorder, { path: pathOf(ids.haiku45, 'converse-stream'), body: converseBody })).rejects.toThrow(
      'aborted',
    )
    expect(readdirSync(directory)).toEqual([])
    expect(recorder.requests()[0]?.error?.message).toBe('The answer that was to be recorded broke off.')
  })

  test('is masked also in an exception of a stream, whose checksum is made anew', async () => {
    const said = `User: arn:aws:iam::${realAccount}:user/x is not authorized`
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' })
        response.end(encodeExceptionFrame('throttlingException', JSON.stringify({ message: said })))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const directory = directoryHere()
    const recorder = await recorderHere(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, directory)
    const asked: Asked = { path: pathOf(ids.haiku45, 'converse-stream'), body: converseBody }
    expect((await ask(recorder, asked)).text).toContain(said)
    const replayed = await ask(await playerHere(directory), asked)
    const masked = JSON.stringify({ message: said.replace(realAccount, '000000000000') })
    expect(replayed.bytes).toEqual(Buffer.from(encodeExceptionFrame('throttlingException', masked)))
  })

  test('holds no key even where the answer names it', async () => {
    const server = createServer((request, response) => {
      const { authorization, 'x-amz-security-token': token } = request.headers
      request
        .resume()
        .on('end', () => response.writeHead(403).end(JSON.stringify({ message: `${authorization} ${String(token)}` })))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const directory = directoryHere()
    const recorder = await recorderHere(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, directory)
    const answer = await ask(recorder, { path: pathOf(ids.haiku45, 'invoke'), body: plainBody })
    expect(answer.text).toContain(real.accessKeyId)
    const [name = ''] = readdirSync(directory)
    const written = readFileSync(join(directory, name), 'utf8')
    expect(written).toMatch(/Credential=\*\*\*\/.*Signature=\*\*\* \*\*\*/)
    for (const secret of Object.values(real)) expect(written).not.toContain(secret)
  })

  test('is nothing where Bedrock cannot be reached', async () => {
    const gone = await emulatedHere()
    await gone.close()
    const directory = directoryHere()
    const answer = await ask(await recorderHere(gone.url, directory), requests[0]![1])
    expect(answer.status).toBe(503)
    expect(answer.json.message).toBe(`The emulator could not reach ${gone.url}: ECONNREFUSED`)
    expect(readdirSync(directory)).toEqual([])
  })
})

describe('what is replayed', () => {
  /** Bedrock that answers the same request differently each time. */
  async function takesOf(directory: string): Promise<void> {
    const bedrock = await bedrockHere({ faults: [{ kind: 'http', status: 429, match: { nth: 1 } }] })
    const recorder = await recorderHere(bedrock.url, directory)
    await ask(recorder, requests[0]![1])
    recorder.reset()
    await ask(recorder, requests[0]![1])
  }
  const statuses = async (player: Emulator, count: number) => {
    const found: number[] = []
    for (let take = 0; take < count; take += 1) found.push((await ask(player, requests[0]![1])).status)
    return found
  }

  test('comes in the order in which it was recorded, the last from then on, whatever is reset', async () => {
    const directory = directoryHere()
    await takesOf(directory)
    const player = await playerHere(directory)
    expect(await statuses(player, 1)).toEqual([429])
    player.reset()
    expect(await statuses(player, 2)).toEqual([200, 200])
    // Set anew, it begins anew.
    const engine = { kind: 'replay', directory }
    await ask(player, { method: 'PUT', path: '/_emulator/config', credentials: null, body: { engine } })
    expect(await statuses(player, 2)).toEqual([429, 200])
  })

  test('is found whatever the order of members and whoever’s account it is', async () => {
    const directory = directoryHere()
    const bedrock = await bedrockHere()
    const body = { ...plainBody, system: 'Be brief' }
    await ask(await recorderHere(bedrock.url, directory), { path: pathOf(arn, 'invoke'), body })
    const player = await playerHere(directory)
    const other = arn.replace(realAccount, '123456789012')
    const turned = Object.fromEntries(Object.entries(body).toReversed())
    expect((await ask(player, { path: pathOf(other, 'invoke'), body: turned })).status).toBe(200)
  })

  test('is refused with what was asked and where it differs', async () => {
    const directory = directoryHere()
    const bedrock = await bedrockHere()
    await ask(await recorderHere(bedrock.url, directory), requests[0]![1])
    const player = await playerHere(directory)
    const asking = async (asked: Asked) => {
      const answer = await ask(player, asked)
      expect(answer.status).toBe(404)
      expect(answer.headers['x-amzn-errortype']).toMatch(/^ResourceNotFoundException:/)
      return answer.json.message as string
    }
    const body = { ...plainBody, messages: [{ role: 'user', content: 'Something else' }] }
    const held = `No cassette in ${directory} holds this request: `
    const differing = await asking({ path: pathOf(ids.haiku45, 'invoke'), body })
    expect(differing).toMatch(/InvokeModel of us\.anthropic\.claude-haiku-4-5\S* \(body [0-9a-f]{12}\)\./)
    expect(differing.startsWith(held)).toBe(true)
    expect(differing).toMatch(/The nearest that was recorded differs at messages\.0\.content\.$/)
    expect(await asking({ path: pathOf(ids.opus48, 'invoke'), body })).toContain(`Recorded are ${ids.haiku45}.`)
    expect(await asking(requests[3]![1])).toContain('Nothing of ConverseStream was recorded.')
    expect(player.requests()[0]).toMatchObject({ status: 404, model: 'claude-haiku-4-5' })
  })

  test('is all asked for, or assertAllUsed names the files', async () => {
    const directory = directoryHere()
    const bedrock = await bedrockHere()
    const recorder = await recorderHere(bedrock.url, directory)
    for (const [, asked] of requests.slice(0, 2)) await ask(recorder, asked)
    const player = await playerHere(directory)
    await ask(player, requests[0]![1])
    const [left] = readdirSync(directory).filter((name) => name.startsWith('InvokeModelWithResponseStream-'))
    expect(() => player.assertAllUsed()).toThrow(new Error(`Cassettes that were not used: ${left}`))
    await ask(player, requests[1]![1])
    player.assertAllUsed()
  })

  test('still meets the faults that are set, frame by frame', async () => {
    const directory = directoryHere()
    const bedrock = await bedrockHere()
    await ask(await recorderHere(bedrock.url, directory), requests[3]![1])
    const faults = [{ kind: 'eof', atEvent: 2 }] as const
    const player = await emulatedHere({ engine: { kind: 'replay', directory }, faults })
    const whole = await ask(await playerHere(directory), requests[3]![1])
    const cut = await ask(player, requests[3]![1])
    expect(cut.bytes.length).toBeGreaterThan(0)
    expect(whole.bytes.subarray(0, cut.bytes.length).equals(cut.bytes)).toBe(true)
    expect(cut.bytes.length).toBe(whole.bytes.readUInt32BE(0) + whole.bytes.readUInt32BE(whole.bytes.readUInt32BE(0)))
  })

  test('leaves the control plane to the emulator', async () => {
    const player = await playerHere(directoryHere())
    const answer = await ask(player, { method: 'GET', path: '/foundation-models' })
    expect(answer.json.modelSummaries.length).toBeGreaterThan(5)
  })
})

describe('Bedrock is called', () => {
  const target = (path: string, endpoint: string, url?: string) => {
    const call = { received: { path }, endpoint, region: 'eu-west-1' } as unknown as CallerCall
    const found = targetOf(call, { kind: 'record', directory: '', ...(url !== undefined && { url }) })
    return `${found.url.origin} ${found.host} ${found.path}`
  }
  test.each([
    ['/model/x/invoke', 'runtime', 'bedrock-runtime.eu-west-1.amazonaws.com', '/model/x/invoke'],
    [
      '/anthropic/v1/messages?beta=true',
      'runtime',
      'bedrock-runtime.eu-west-1.amazonaws.com',
      '/anthropic/v1/messages?beta=true',
    ],
    ['/mantle/anthropic/v1/messages', 'mantle', 'bedrock-mantle.eu-west-1.api.aws', '/anthropic/v1/messages'],
  ])('for %s on its own host of the region', (path, endpoint, host, expected) => {
    expect(target(path, endpoint)).toBe(`https://${host} ${host} ${expected}`)
  })

  test('at another address with the same path', () => {
    expect(target('/mantle/v1/models', 'mantle', 'http://127.0.0.1:1/base/')).toBe(
      'http://127.0.0.1:1 127.0.0.1:1 /base/mantle/v1/models',
    )
  })
})

describe('a configuration that cannot be used', () => {
  test('is refused at the start', async () => {
    await expect(
      startEmulator({ engine: { kind: 'replay', directory: join(directoryHere(), 'none') } }),
    ).rejects.toThrow(/^engine\.directory: ENOENT/)
    const directory = directoryHere()
    writeFileSync(join(directory, 'other.json'), '{"cassette":2}')
    await expect(startEmulator({ engine: { kind: 'replay', directory } })).rejects.toThrow(
      new ConfigFault('engine.directory: other.json is no cassette'),
    )
    await expect(startEmulator({ engine: { kind: 'record', directory } })).rejects.toThrow(
      new ConfigFault('engine (record) needs credentials, or a bearerToken'),
    )
    const file = join(directory, 'other.json')
    await expect(startEmulator({ engine: { kind: 'record', directory: file, credentials: real } })).rejects.toThrow(
      /^engine\.directory: EEXIST/,
    )
  })
})
