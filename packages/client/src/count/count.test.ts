import { registry } from '@outcrop/models'
import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { sendError, sendJson, startServer } from '../../testing/loopback.js'
import { estimateTokens } from './estimate-tokens.js'
import { shapeOf } from './text-shape.js'
import { tokenizerOf } from './tokenizer-of.js'

describe('countTokens', () => {
  test('asks Bedrock by the bare id, with the whole body', async () => {
    await using server = await startServer((response) => {
      sendJson(response, 200, { inputTokens: 42 })
    })
    const { client } = clientFor(server.url)
    const thinking = { type: 'enabled' as const, budget_tokens: 2000 }
    expect(await client.countTokens({ model: 'claude-sonnet-4-5', prompt: 'x', system: 'y', thinking })).toEqual({
      tokens: 42,
    })
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/count-tokens',
    })
    const { input } = JSON.parse(server.requests[0]?.body ?? '') as { input: { invokeModel: { body: string } } }
    expect(JSON.parse(Buffer.from(input.invokeModel.body, 'base64').toString())).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 2001,
      messages: [{ role: 'user', content: 'x' }],
      system: 'y',
      thinking,
    })
  })

  test('asks mantle for the models that only it counts, without what only an answer needs', async () => {
    await using server = await startServer((response) => {
      sendJson(response, 200, { input_tokens: 42 })
    })
    const { client } = clientFor(server.url)
    expect(await client.countTokens({ model: 'claude-sonnet-5-5', prompt: 'x', system: 'y' })).toEqual({ tokens: 42 })
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/mantle/anthropic/v1/messages/count_tokens',
      headers: { 'anthropic-version': '2023-06-01' },
    })
    expect(server.requests[0]?.headers.authorization).toContain('/us-east-1/bedrock-mantle/aws4_request')
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      model: 'anthropic.claude-sonnet-5-5',
      messages: [{ role: 'user', content: 'x' }],
      system: 'y',
    })
  })

  test.each([
    ['claude-sonnet-5-5', { surface: 'invoke' as const }, {}],
    ['claude-sonnet-5-5', {}, { region: 'eu-central-1' }],
    ['claude-sonnet-5-5', {}, { routes: [{ surface: 'invoke' as const }] }],
    ['claude-opus-4-8', { surface: 'messages' as const }, {}],
  ])('says that it does not count for %s with %j from %j, and what does', async (model, call, options) => {
    const { client } = clientFor('http://127.0.0.1:9', options)
    await expect(client.countTokens({ model, prompt: 'x' }, call)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('does not count tokens for Claude') as string,
      remedy: expect.stringContaining('estimateTokens') as string,
    })
  })

  test('is tried again, and typed when it fails', async () => {
    await using server = await startServer((response, _, index) => {
      if (index === 0) sendError(response, { status: 500, type: 'InternalServerException', message: 'x' })
      else if (index === 1) sendJson(response, 200, { inputTokens: 1 })
      else sendJson(response, 200, {})
    })
    const { client } = clientFor(server.url)
    const request = { model: 'claude-sonnet-4-5', prompt: 'x' }
    expect(await client.countTokens(request)).toEqual({ tokens: 1 })
    await expect(client.countTokens(request)).rejects.toMatchObject({ code: 'protocol' })
  })
})

describe('the shape of a text', () => {
  test('is counted in one pass', () => {
    expect(shapeOf('const  fooBar = HTTP2;\n\n\tinternationalisation === "äß語"\n')).toEqual({
      words: 5,
      longLetters: 5,
      veryLongLetters: 10,
      capitals: 5,
      digits: 1,
      numbers: 1,
      marks: 5,
      repeatedMarks: 2,
      lines: 2,
      emptyLines: 1,
      indents: 1,
      spaces: 1,
      wide: 2,
      wider: 1,
    })
    expect(Object.values(shapeOf('')).every((count) => count === 0)).toBe(true)
  })
})

/** Written for this test. The counts are those of the formula, so that a change of it is seen; the bound is its promise. */
const code = `export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
`

describe('estimateTokens', () => {
  test('estimates within reason, with a bound above it', () => {
    const { client } = clientFor('http://127.0.0.1:9')
    const older = client.estimateTokens({ model: 'claude-sonnet-4-5', text: code })
    const newer = client.estimateTokens({ model: 'claude-sonnet-5-5', text: code })
    expect(older.tokens).toBeGreaterThan(code.length / 5)
    expect(older.tokens).toBeLessThan(code.length / 2)
    expect(newer.tokens / older.tokens).toBeGreaterThan(1.1)
    for (const { tokens, upperBound } of [older, newer]) {
      expect(Number.isInteger(tokens)).toBe(true)
      expect(upperBound).toBeGreaterThan(tokens * 1.2)
      expect(upperBound).toBeLessThan(tokens * 1.5)
    }
  })

  test('of nothing is the frame of a message', () => {
    expect(estimateTokens('', 'claude-3')).toEqual({ tokens: 7, upperBound: 19 })
  })

  test('grows with the text', () => {
    const once = estimateTokens(code, 'claude-5').tokens - 7
    const often = estimateTokens(code.repeat(50), 'claude-5').tokens - 7
    expect(often / once).toBeCloseTo(50, 0)
  })

  test.each([
    ['claude-sonnet-4-5', 'claude-3'],
    ['Claude-Sonnet-4-5', 'claude-3'],
    ['claude-sonnet-4-5-20250929', 'claude-3'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-3'],
    [
      'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'claude-3',
    ],
    ['anthropic.claude-opus-4-6-v1', 'claude-3'],
    ['claude-3-opus', 'claude-3'],
    ['sonnet', 'claude-5'],
    ['claude-opus-4-8', 'claude-5'],
    ['us.anthropic.claude-next-9', 'claude-5'],
    ['pinned', 'claude-3'],
  ])('of %s uses the tokenizer %s', (name, tokenizer) => {
    expect(tokenizerOf(name, registry, { pinned: 'claude-sonnet-4-5' })).toBe(tokenizer)
  })

  test('of a name that is none is refused', () => {
    const { client } = clientFor('http://127.0.0.1:9')
    expect(() => client.estimateTokens({ model: 'gpt-9', text: 'x' })).toThrow('No model is called "gpt-9"')
  })
})
