import { describe, expect, test } from 'vitest'
import { gatewayClients } from './gateway-clients.js'
import { localGateway } from './local-gateway.js'

// Each client as npm brings it, with nothing changed but its address and its key.
describe.each(gatewayClients.map((client) => [client.name, client] as const))('%s', (_, client) => {
  test('a whole answer and a streamed one are the same', async () => {
    const { url, entries } = await localGateway()
    const whole = await client.unary({ url })
    expect(whole).not.toBe('')
    expect(await client.stream({ url })).toBe(whole)
    expect(entries.map(({ outcome, exact }) => [outcome, exact])).toEqual([
      ['ok', true],
      ['ok', true],
    ])
  })

  test('a tool is called with its input', async () => {
    const { url } = await localGateway()
    expect(await client.tool({ url })).toMatchObject({ name: 'weather', input: { city: expect.any(String) } })
  })

  test('the model thinks aloud', async () => {
    const { url } = await localGateway()
    expect(await client.think({ url })).not.toBe('')
  })

  test('errors are the client’s own, before and amid a stream, and nothing is tried again', async () => {
    const { url, emulator } = await localGateway()
    const unknown = { url, model: 'claude-nothing-9' }
    await expect(client.unary(unknown)).rejects.toThrow(/claude-nothing-9/)
    await expect(client.stream(unknown)).rejects.toThrow(/./)
    expect(emulator.requests()).toEqual([])
    const fault = { match: {}, kind: 'exception', atEvent: 4, type: 'modelStreamErrorException', message: 'Something' }
    await fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: JSON.stringify([fault]) })
    await expect(client.stream({ url })).rejects.toThrow(/./)
    expect(emulator.requests()).toHaveLength(1)
  })

  test('an abort ends the call, and what it used is in the ledger', async () => {
    const slow = { latency: { timeToFirstTokenMs: 1, tokensPerSecond: 30 } }
    const { url, entries, records } = await localGateway({ emulator: slow })
    await client.abort({ url })
    await expect.poll(() => records.length, { timeout: 10_000 }).toBe(1)
    expect([records[0]?.left, entries[0]?.outcome, entries[0]?.exact]).toEqual([true, 'aborted', false])
  })
})
