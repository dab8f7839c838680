// Who is measured: how each is started, and what it is asked.
import { Buffer } from 'node:buffer'
import { openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { emptyHome, startProgram } from './processes.js'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const key = 'the-key-of-the-benchmark'
const model = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
// AWS's documented example.
const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** A request as bytes. */
export function requestBytes(path, headers, body) {
  const text = JSON.stringify(body)
  const own = {
    host: '127.0.0.1',
    'content-type': 'application/json',
    ...headers,
    'content-length': Buffer.byteLength(text),
  }
  const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`)
}

const messages = [{ role: 'user', content: 'Write a median function' }]
const messagesBody = (stream) => ({ model, max_tokens: 400, messages, ...(stream && { stream }) })
const invokeBody = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 400, messages }
const native = (action) => `/model/${encodeURIComponent(model)}/${action}`

/** What tells a delta from the rest, and what only a whole stream has, in each format. */
const sse = { delta: 'event: content_block_delta', last: 'event: message_stop' }
const binary = { delta: ':event-type', last: '0\r\n' }

/** `outcrop serve` with all that it has: key, ledger, a budget, access log, metrics; every request signed for AWS. */
async function startOutcrop(upstream, { profile }) {
  const home = emptyHome()
  const cli = here('../../packages/cli/bin/outcrop.js')
  const args = ['serve', '--port', '0', '--json', '--max-cost', '100000', '--endpoint-url', upstream.url]
  const env = { ...credentials, AWS_REGION: 'us-east-1', OUTCROP_HOME: home, OUTCROP_GATEWAY_KEY: key }
  const running = await startProgram([cli, ...args], {
    core: 1,
    env,
    stderr: openSync(join(home, 'access.log'), 'a'),
    profile,
  })
  return { ...running, port: Number(new URL(running.line.url).port) }
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

async function startPortkey(upstream, { profile }) {
  const port = await freePort()
  const folder = dirname(createRequire(import.meta.url).resolve('@portkey-ai/gateway/package.json'))
  const running = await startProgram([join(folder, 'build', 'start-server.js'), `--port=${port}`, '--headless'], {
    core: 1,
    env: { NODE_ENV: 'production' },
    // It tells on standard error of each stream that it cannot read its log of it.
    stderr: 'ignore',
    profile,
    async ready() {
      while (!(await answers(port))) await sleep(50)
    },
  })
  return { ...running, port }
}

async function startPassThrough(upstream, { profile }) {
  const running = await startProgram([here('pass-through.js'), upstream.url], { core: 1, profile })
  return { ...running, port: Number(new URL(running.line.url).port) }
}

/** What Portkey wants to know with every request. */
const portkeyHeaders = ({ url }) => ({
  'x-portkey-provider': 'bedrock',
  'x-portkey-custom-host': url,
  'x-portkey-aws-access-key-id': credentials.AWS_ACCESS_KEY_ID,
  'x-portkey-aws-secret-access-key': credentials.AWS_SECRET_ACCESS_KEY,
  'x-portkey-aws-region': 'us-east-1',
})

export const contenders = {
  outcrop: {
    start: startOutcrop,
    unary: () => requestBytes('/v1/messages', { 'x-api-key': key }, messagesBody(false)),
    stream: () => requestBytes('/v1/messages', { 'x-api-key': key }, messagesBody(true)),
    words: sse,
  },
  'outcrop-native': {
    start: startOutcrop,
    unary: () => requestBytes(native('invoke'), { authorization: `Bearer ${key}` }, invokeBody),
    stream: () => requestBytes(native('invoke-with-response-stream'), { authorization: `Bearer ${key}` }, invokeBody),
    words: binary,
  },
  portkey: {
    start: startPortkey,
    unary: (upstream) => requestBytes('/v1/messages', portkeyHeaders(upstream), messagesBody(false)),
    stream: (upstream) => requestBytes('/v1/messages', portkeyHeaders(upstream), messagesBody(true)),
    words: sse,
  },
  'pass-through': {
    start: startPassThrough,
    unary: () => requestBytes(native('invoke'), {}, invokeBody),
    stream: () => requestBytes(native('invoke-with-response-stream'), {}, invokeBody),
    words: binary,
  },
}

/** The same question, straight to Bedrock. */
export const direct = requestBytes(native('invoke'), {}, invokeBody)
