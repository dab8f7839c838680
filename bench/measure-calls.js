// One measurement in a process of its own: node measure-calls.js CLIENT KIND URL. Prints one JSON object.
import { DELTAS, STREAM_TEXT, UNARY_TEXT } from './canned/content.js'

/**
 * What is measured: how a call is made, how many before the clock starts and how many after, and the unit of the result.
 * For some four thousand calls V8 is still compiling, on other threads too, which says more of V8 than of the client.
 */
const kinds = {
  unary: { method: 'unary', prompt: 'Write a median function', warm: 5000, calls: 2000, unitsPerCall: 1 },
  large: {
    method: 'unary',
    prompt: 'x = median(values)\n'.repeat(400_000 / 19),
    warm: 40,
    calls: 120,
    unitsPerCall: 1,
  },
  stream: { method: 'stream', prompt: 'Write a median function', warm: 200, calls: 100, unitsPerCall: DELTAS },
}

const [name, kind, url] = process.argv.slice(2)
const { method, prompt, warm, calls, unitsPerCall } = kinds[kind]
const { open } = await import(`./clients/${name}.js`)
const client = open(url)
const expected = method === 'stream' ? STREAM_TEXT : UNARY_TEXT

async function call(times) {
  for (let made = 0; made < times; made++) {
    const text = await client[method](prompt)
    if (text !== expected) throw new Error(`${name} read another text than was sent (${text.length} characters)`)
  }
}

await call(warm)
const before = process.cpuUsage()
await call(calls)
const { user, system } = process.cpuUsage(before)
await client.close()
const units = calls * unitsPerCall
process.stdout.write(`${JSON.stringify({ cpuUs: (user + system) / units, systemUs: system / units })}\n`)
process.exit()
