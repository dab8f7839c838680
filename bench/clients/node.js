// Not a client: Node's own HTTP, which reads the answer and drops it. What every client over node:http pays before it
// has signed, parsed or checked anything.
import { Agent, request } from 'node:http'
import { MODEL, STREAM_TEXT, UNARY_TEXT } from '../canned/content.js'

export function open(url) {
  const { hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true })
  const drop = (operation, prompt, result) =>
    new Promise((resolve, reject) => {
      const body = Buffer.from(prompt)
      const headers = { 'content-type': 'application/json', 'content-length': body.length }
      request({ agent, hostname, port, path: `/model/${MODEL}/${operation}`, method: 'POST', headers }, (response) => {
        response.on('data', () => {}).on('end', () => resolve(result))
      })
        .on('error', reject)
        .end(body)
    })
  return {
    unary: (prompt) => drop('invoke', prompt, UNARY_TEXT),
    stream: (prompt) => drop('invoke-with-response-stream', prompt, STREAM_TEXT),
    close: () => agent.destroy(),
  }
}
