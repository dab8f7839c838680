import { describe, expect, test } from 'vitest'
import { clientFor, exampleKey } from '../../testing/client.js'
import { messageOf, sendJson, startServer } from '../../testing/loopback.js'
import { caFile, startProxy, startTlsServer } from '../../testing/tls-server.js'
import { isExempt } from './way/no-proxy.js'

const request = { model: 'claude-sonnet-4-5', prompt: 'x', maxTokens: 10 }
const base = { HOME: '/nowhere', AWS_REGION: 'us-east-1', ...exampleKey }
const once = { maxRetries: 0 }

describe('TLS with a private authority', () => {
  test.each(['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])('is trusted by %s', async (variable) => {
    await using server = await startTlsServer()
    const { client } = clientFor(`https://127.0.0.1:${server.port}`, { environment: { ...base, [variable]: caFile } })
    expect((await client.invoke(request)).text).toBe('over TLS')
    await client.close()
  })

  test('is not trusted without, and the error says how', async () => {
    await using server = await startTlsServer()
    const { client } = clientFor(`https://127.0.0.1:${server.port}`)
    await expect(client.invoke(request)).rejects.toMatchObject({
      code: 'network',
      attempts: 1,
      message: expect.stringContaining('not trusted') as string,
      remedy: expect.stringContaining('AWS_CA_BUNDLE') as string,
    })
  })

  test('for another name is refused', async () => {
    await using server = await startTlsServer()
    const { client } = clientFor(`https://localhost:${server.port}`, {
      environment: { ...base, AWS_CA_BUNDLE: caFile },
    })
    await expect(client.invoke(request)).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('another name') as string,
    })
  })

  test('with a bundle that is not there says which variable to correct', async () => {
    const { client } = clientFor('https://127.0.0.1:9', { environment: { ...base, AWS_CA_BUNDLE: '/nowhere/ca.pem' } })
    await expect(client.invoke(request)).rejects.toMatchObject({
      code: 'network',
      attempts: 1,
      remedy: expect.stringContaining('AWS_CA_BUNDLE') as string,
    })
  })
})

describe('a proxy', () => {
  test('a call over TLS, through a CONNECT proxy with a private CA', async () => {
    await using server = await startTlsServer()
    await using proxy = await startProxy(server.port)
    const environment = { ...base, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, AWS_CA_BUNDLE: caFile }
    const { client } = clientFor('https://bedrock.test', { environment })
    expect((await client.invoke(request)).text).toBe('over TLS')
    expect((await client.invoke(request)).text).toBe('over TLS')
    // One tunnel serves both calls, and the name is the proxy's to resolve.
    expect(proxy.tunnels).toEqual(['bedrock.test:443'])
    expect(server.hosts).toEqual(['bedrock.test', 'bedrock.test'])
    await client.close()
  })

  test('may itself speak TLS, and ask for a login', async () => {
    await using server = await startTlsServer()
    await using proxy = await startProxy(server.port, { secure: true })
    const environment = { ...base, https_proxy: `https://ann:p%40ss@127.0.0.1:${proxy.port}`, AWS_CA_BUNDLE: caFile }
    const { client } = clientFor('https://bedrock.test:8443', { environment })
    expect((await client.invoke(request)).text).toBe('over TLS')
    expect(proxy).toMatchObject({ tunnels: ['bedrock.test:8443'], logins: [`Basic ${btoa('ann:p@ss')}`] })
    await client.close()
  })

  test('takes plain HTTP as whole addresses', async () => {
    await using proxy = await startProxy(9)
    const environment = { ...base, HTTP_PROXY: `127.0.0.1:${proxy.port}` }
    const { client } = clientFor('http://bedrock.test:8080/base', { environment })
    expect((await client.invoke(request)).text).toBe('by proxy')
    expect(proxy.requests).toEqual([
      'http://bedrock.test:8080/base/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke',
    ])
    await client.close()
  })

  test.each([
    ['refuse', 'allow bedrock.test', 'PROXY_403'],
    ['ask for a login', 'user:password@', 'PROXY_407'],
  ] as const)('that does %s is explained', async (manner, remedy, code) => {
    await using proxy = await startProxy(9, { manner })
    const environment = { ...base, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }
    const { client } = clientFor('https://bedrock.test', { environment, ...once })
    await expect(client.invoke(request)).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining(code) as string,
      remedy: expect.stringContaining(remedy) as string,
    })
  })

  test('that is not there is explained', async () => {
    await using closed = await startProxy(9)
    await closed[Symbol.asyncDispose]()
    const environment = { ...base, HTTPS_PROXY: `http://127.0.0.1:${closed.port}` }
    const { client } = clientFor('https://bedrock.test', { environment, ...once })
    await expect(client.invoke(request)).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('proxy cannot be reached') as string,
      remedy: expect.stringContaining('HTTPS_PROXY') as string,
    })
  })

  test('that hangs is left in time, and the password in its address stays secret', async () => {
    await using proxy = await startProxy(9, { manner: 'hang' })
    const environment = { ...base, HTTPS_PROXY: `http://ann:hunter22@127.0.0.1:${proxy.port}` }
    const { client, clock } = clientFor('https://bedrock.test', { environment, ...once, connectTimeoutMs: 777 })
    const reply = client.invoke(request)
    await clock.untilTimer(777)
    while (proxy.tunnels.length === 0) {
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    }
    clock.advance(777)
    const error = await reply.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({ code: 'network' })
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toContain('hunter22')
  })

  test('is not asked for what NO_PROXY or loopback exempts', async () => {
    await using server = await startServer((response) => {
      sendJson(response, 200, messageOf('direct'))
    })
    const environment = { ...base, HTTP_PROXY: 'http://127.0.0.1:9' }
    const { client } = clientFor(server.url, { environment })
    expect((await client.invoke(request)).text).toBe('direct')
  })
})

describe('NO_PROXY', () => {
  test.each([
    ['https://bedrock.test', 'bedrock.test', true],
    ['https://a.bedrock.test', 'bedrock.test', true],
    ['https://a.bedrock.test', '.bedrock.test', true],
    ['https://bedrock.test', '*.bedrock.test', true],
    ['https://notbedrock.test', 'bedrock.test', false],
    ['https://bedrock.test', 'other.test, bedrock.test', true],
    ['https://bedrock.test', 'other.test BEDROCK.TEST', true],
    ['https://bedrock.test', 'bedrock.test:443', true],
    ['https://bedrock.test:8443', 'bedrock.test:443', false],
    ['http://bedrock.test', 'bedrock.test:80', true],
    ['https://bedrock.test', '*', true],
    ['https://bedrock.test', '', false],
    ['https://bedrock.test', undefined, false],
    ['http://localhost:1', undefined, true],
    ['http://127.0.0.9:1', '', true],
    ['http://[::1]:1', '', true],
    ['http://128.0.0.1', '', false],
  ])('%s with %j: %s', (address, list, exempt) => {
    expect(isExempt(new URL(address), list)).toBe(exempt)
  })
})
