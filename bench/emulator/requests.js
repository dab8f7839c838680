// The requests of the benchmark as bytes, signed beforehand.
import { Buffer } from 'node:buffer'
import { exampleCredential } from '@outcrop/emulator'
import { signRequest } from '@outcrop/wire/sigv4'

const model = encodeURIComponent('us.anthropic.claude-haiku-4-5-20251001-v1:0')

/** As many different requests as asked for: an emulator that remembers answers gains nothing. */
export function requestsOf(port, { action, prompt, count }) {
  return Array.from({ length: count }, (_, at) => requestOf(port, action, `${prompt} (${at})`))
}

function requestOf(port, action, content) {
  const path = `/model/${model}/${action}`
  const host = `127.0.0.1:${port}`
  const body = JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 60_000,
    messages: [{ role: 'user', content }],
  })
  const own = { 'content-type': 'application/json' }
  const scope = { region: 'us-east-1', service: 'bedrock', date: new Date() }
  const headers = {
    host,
    ...own,
    ...signRequest({ method: 'POST', host, path, headers: own, body }, exampleCredential, scope),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
