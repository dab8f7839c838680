import { expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { messageOf, sendJson, startServer, usage } from '../../testing/loopback.js'
import type { ClientOptions } from '../index.js'

const text = 'The quick brown fox jumps over the lazy dog. '.repeat(100)
const asked = { model: 'claude-sonnet-4-5', text }

/** Makes calls whose input counts as so many tokens, and gives the estimates before and after. */
async function estimatesAround(counted: number, options: ClientOptions, headers: Record<string, string> = {}) {
  await using server = await startServer((response) => {
    const cached = { cache_read_input_tokens: 200, cache_creation_input_tokens: 100 }
    const whole = { ...usage, input_tokens: counted - 300, ...cached }
    sendJson(response, 200, { ...messageOf('Fine.'), usage: whole }, headers)
  })
  const { client } = clientFor(server.url, options)
  const before = client.estimateTokens(asked)
  for (let call = 0; call < 30; call += 1) {
    await client.invoke({ model: 'claude-sonnet-4-5', prompt: text, maxTokens: 100 })
  }
  const after = client.estimateTokens(asked)
  await client.close()
  return { before, after }
}

const budget = { usd: 100 }

test('what replies have counted corrects later estimates, whichever way their input was billed', async () => {
  const { before } = await estimatesAround(1000, {})
  const { after } = await estimatesAround(Math.round(before.tokens * 1.2), { budget })
  expect(after.tokens / before.tokens).toBeGreaterThan(1.14)
  expect(after.upperBound).toBeGreaterThan(before.upperBound)
  const { after: smaller } = await estimatesAround(Math.round(before.tokens * 0.8), { budget })
  expect(smaller.tokens / before.tokens).toBeLessThan(0.86)
  expect(smaller.upperBound).toBe(before.upperBound)
})

test('a budget holds more once a reply has passed the bound', async () => {
  const { before } = await estimatesAround(1000, {})
  const most = before.upperBound
  const { after } = await estimatesAround(most * 2, { budget })
  expect(after.upperBound).toBeGreaterThanOrEqual(most * 2)
})

test('the emulator teaches nothing, nor do calls that nothing was reserved for', async () => {
  const emulated = await estimatesAround(2000, { budget }, { 'x-outcrop-emulator': '1' })
  expect(emulated.after).toEqual(emulated.before)
  const unreserved = await estimatesAround(2000, {})
  expect(unreserved.after).toEqual(unreserved.before)
})
