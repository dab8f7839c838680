// The least that gets an answer out of Bedrock: node:http, one signature by hand, frames cut without looking at
// checksums, no errors, no retries, no types. What a client costs above this is the price of what it adds.
import { createHash, createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import { MODEL } from '../canned/content.js'
import { ACCESS_KEY_ID, MAX_TOKENS, REGION, SECRET_ACCESS_KEY } from './credentials.js'

const hmac = (key, text) => createHmac('sha256', key).update(text).digest()
const sha256 = (text) => createHash('sha256').update(text).digest('hex')

let signingKey
let signingDay
function keyOf(day) {
  if (day !== signingDay) {
    signingDay = day
    signingKey = [day, REGION, 'bedrock', 'aws4_request'].reduce(hmac, `AWS4${SECRET_ACCESS_KEY}`)
  }
  return signingKey
}

function sign(host, path, body) {
  const date = new Date().toISOString().replace(/[:-]|\.\d{3}/g, '')
  const day = date.slice(0, 8)
  const names = 'host;x-amz-date'
  const canonical = `POST\n${path}\n\nhost:${host}\nx-amz-date:${date}\n\n${names}\n${sha256(body)}`
  const scope = `${day}/${REGION}/bedrock/aws4_request`
  const signature = hmac(keyOf(day), `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString('hex')
  return {
    host,
    'x-amz-date': date,
    'content-type': 'application/json',
    authorization: `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY_ID}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  }
}

export function open(url) {
  const { host, hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true })
  const send = (operation, prompt) => {
    const path = `/model/${MODEL}/${operation}`
    const body = JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: MAX_TOKENS,
      messages: [{ role: 'user', content: prompt }],
    })
    return new Promise((resolve, reject) => {
      const headers = { ...sign(host, path, body), 'content-length': Buffer.byteLength(body) }
      request({ agent, hostname, port, path, method: 'POST', headers }, resolve).on('error', reject).end(body)
    })
  }
  return {
    unary: async (prompt) => {
      const chunks = []
      for await (const chunk of await send('invoke', prompt)) chunks.push(chunk)
      return JSON.parse(Buffer.concat(chunks).toString()).content[0].text
    },
    stream: async (prompt) => {
      let text = ''
      let rest = Buffer.alloc(0)
      for await (const chunk of await send('invoke-with-response-stream', prompt)) {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
        while (rest.length >= 4 && rest.length >= rest.readUInt32BE(0)) {
          const length = rest.readUInt32BE(0)
          const payload = JSON.parse(rest.toString('utf8', 12 + rest.readUInt32BE(4), length - 4))
          const event = JSON.parse(Buffer.from(payload.bytes, 'base64').toString())
          if (event.type === 'content_block_delta') text += event.delta.text
          rest = rest.subarray(length)
        }
      }
      return text
    },
    close: () => agent.destroy(),
  }
}
