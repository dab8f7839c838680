import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { encodeChunk } from '@outcrop/wire/event-stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { key, localGateway } from './local-gateway.js'

const count = 20_000
const text = 'x'.repeat(4000)
const usage = { input_tokens: 5, output_tokens: 1 }
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [],
  stop_reason: null,
  usage,
}
const chunk = (event: object) => encodeChunk(JSON.stringify(event), 'abc')
const before = Buffer.concat([
  chunk({ type: 'message_start', message }),
  chunk({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
])
const delta = chunk({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })
const after = Buffer.concat([
  chunk({ type: 'content_block_stop', index: 0 }),
  chunk({
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 90_000 },
  }),
  chunk({ type: 'message_stop' }),
])

/** A Bedrock whose answer has no end worth the name, and which knows how much of it was taken, and whether it was left. */
async function endlessBedrock() {
  const seen = { sent: 0, left: false }
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-requestid': 'r-1' })
    response.on('close', () => (seen.left = !response.writableFinished))
    void pump(response, seen)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { seen, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function pump(response: ServerResponse, seen: { sent: number }): Promise<void> {
  response.write(before)
  for (let made = 0; made < count; made++) {
    seen.sent += delta.length
    if (!response.write(delta)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    if (response.destroyed) return
  }
  response.end(after)
}

/** More than all that sockets and queues on the way may hold, and far less than the whole. */
const mostOnTheWay = 40 * 2 ** 20

const ways = [
  ['/v1/messages', { stream: true, model: 'claude-sonnet-4-5' }, 'event: message_stop'],
  [
    '/model/claude-sonnet-4-5/invoke-with-response-stream',
    { anthropic_version: 'bedrock-2023-05-31' },
    'x-outcrop-receipt',
  ],
] as const

describe.each(ways)('%s', (path, more, last) => {
  /** Asks, and does not read. */
  async function slowReader() {
    const { seen, endpoint } = await endlessBedrock()
    const local = await localGateway({ client: { endpoint } })
    const socket = connect(Number(new URL(local.url).port), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    const body = JSON.stringify({ max_tokens: 50_000, messages: [{ role: 'user', content: 'Hi' }], ...more })
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: ${key}\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
    let known = -1
    let still = 0
    const stalled = () => {
      still = seen.sent > 0 && seen.sent === known ? still + 1 : 0
      known = seen.sent
      return still
    }
    await expect.poll(stalled, { interval: 100, timeout: 30_000 }).toBeGreaterThan(5)
    return { ...local, socket, seen }
  }

  test('who reads slowly holds Bedrock back, and gets all of it in the end', async () => {
    const { socket, seen, entries } = await slowReader()
    expect(seen.sent).toBeLessThan(mostOnTheWay)
    expect(entries).toEqual([])
    let length = 0
    let end = ''
    socket.setEncoding('latin1').on('data', (piece: string) => {
      length += piece.length
      end = (end + piece).slice(-1000)
    })
    await once(socket, 'end')
    expect(length).toBeGreaterThan(count * text.length)
    expect(end).toContain(last)
    expect(entries).toMatchObject([{ outcome: 'ok', exact: true }])
  }, 60_000)

  test('who leaves while it is behind ends the call at Bedrock, and the ledger has it', async () => {
    const { socket, seen, entries, records } = await slowReader()
    socket.destroy()
    await expect.poll(() => [seen.left, records.length], { timeout: 20_000 }).toEqual([true, 1])
    expect(seen.sent).toBeLessThan(mostOnTheWay)
    expect(records[0]).toMatchObject({ left: true, error: 'aborted' })
    expect(entries).toMatchObject([{ outcome: 'aborted', exact: false }])
  }, 60_000)
})
