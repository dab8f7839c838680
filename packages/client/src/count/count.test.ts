import { registry } from '@outcrop/models'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { sendError, sendJson, startServer } from '../../testing/loopback.js'
import { estimateTokens } from './estimate-tokens.js'
import { featureNames } from './feature-layout.js'
import { featuresOf } from './text-features.js'
import { tokenizerOf } from './tokenizer-of.js'
import { Vocabulary } from './vocabulary.js'

const tokenizers = ['claude-3', 'claude-4.7', 'claude-5'] as const

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

describe('the features of a text', () => {
  const vocabulary = new Vocabulary({ common: 'const', known: 'foo bar', letterPairs: '0'.repeat(676) })
  const featuresIn = (text: string) =>
    Object.fromEntries(
      [...featuresOf(text, vocabulary).counts].flatMap((count, place) =>
        count === 0 ? [] : [[featureNames[place], count]],
      ),
    )

  test('are counted in one pass', () => {
    expect(featuresIn('const  fooBar = HTTPServer2;\n\n\tInternationalisation === "äß語"')).toEqual({
      'word.lower.joined.common.5': 1,
      'gap.2': 1,
      'word.lower.spaced.known.3': 1,
      'word.capital.joined.known.3': 1,
      'gap.1': 4,
      'mark.=': 2,
      'mark.spaced': 3,
      'word.upper.spaced.rare.4': 1,
      'word.capital.joined.rare.6': 1,
      'word.capital.joined.rare.14': 1,
      'word.beyond 15': 5,
      'pair.1': 3 + 5 + 19,
      'number.1': 1,
      'mark.;': 1,
      'mark.at the end of a line': 1,
      'line.end': 1,
      'line.empty': 1,
      'tab.first': 1,
      'repeated mark.=': 2,
      'mark."': 2,
      'script.latin': 2,
      'script.more han': 1,
    })
    expect(featuresIn('')).toEqual({})
    expect(featuresIn('A')).toEqual({ 'word.capital.joined.rare.1': 1 })
  })

  test('tell indents from gaps and from space at the end of a line', () => {
    expect(featuresIn('    \n            1234567     12\n\n\n\n')).toEqual({
      'space.at the end of a line': 1,
      'line.end': 2,
      'indent.9': 1,
      'indent.beyond 9': 3,
      'number.5': 1,
      'number.beyond 5': 2,
      'number.spaced': 2,
      'gap.4': 1,
      'gap.beyond 4': 1,
      'number.2': 1,
      'line.empty': 1,
      'line.more empty': 2,
    })
  })
})

describe('the bound', () => {
  const bound = (text: string) => estimateTokens(text, 'claude-5')

  test('is never below the estimate, and never above the bytes by more than the frame', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...tokenizers), (text, tokenizer) => {
        const { tokens, upperBound } = estimateTokens(text, tokenizer)
        expect(upperBound).toBeGreaterThanOrEqual(tokens)
        expect(upperBound).toBeLessThanOrEqual(Buffer.byteLength(text) + 22)
      }),
    )
  })

  test('counts every byte of what is not ASCII', () => {
    for (const text of ['語'.repeat(100), 'Ж'.repeat(100), '😀'.repeat(100), 'ሀ'.repeat(100)]) {
      expect(bound(text).upperBound).toBeGreaterThanOrEqual(Buffer.byteLength(text))
    }
  })

  test('takes a long run without a break for what no list of words knows', () => {
    const encoded = Buffer.from(Uint8Array.from({ length: 900 }, (_, index) => (index * 7919) % 251)).toString('base64')
    expect(bound(encoded).upperBound).toBeGreaterThan(encoded.length * 0.9)
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
      expect(upperBound).toBeGreaterThan(tokens * 1.15)
      expect(upperBound).toBeLessThan(tokens * 1.5)
    }
  })

  test('of nothing is the frame of a message', () => {
    expect(estimateTokens('', 'claude-3')).toEqual({ tokens: 7, upperBound: 13 })
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
    ['claude-opus-4-8', 'claude-4.7'],
    ['us.anthropic.claude-opus-4-7', 'claude-4.7'],
    ['claude-opus-5', 'claude-5'],
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
