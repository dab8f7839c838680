import { registry } from '@outcrop/models'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ChatRequest, chatRequest } from '../request/chat-request.js'
import type { JsonObject } from '../request/json.js'
import { inputTokensOf } from '../tokens/count-request.js'
import { prefixOf, wantsCache } from './prefix-of.js'

const requestOf = (body: JsonObject, model = 'claude-sonnet-4-5'): ChatRequest =>
  chatRequest(body, {
    origin: 'invoke',
    entry: registry.modelRegistry[model]!,
    dataRetention: 'aws_review',
    knownBetas: new Set(),
  })
const explicit = { implicit: false }
const blocksOf = (body: JsonObject, model?: string) => prefixOf(requestOf(body, model), explicit)
const contents = (body: JsonObject) => blocksOf(body).map(({ content }) => content)
const points = (body: JsonObject, model?: string) => blocksOf(body, model).map(({ point }) => point)

const mark = { type: 'ephemeral' }
const hour = { type: 'ephemeral', ttl: '1h' }
const said = (text: string, more: object = {}) => ({ type: 'text', text, ...more })
const tool = { name: 'look', description: 'Looks', input_schema: { type: 'object' } }
const whole = {
  tools: [tool],
  system: [said('Be brief.'), said('Be kind.')],
  messages: [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: [said('Hi'), { type: 'tool_use', id: 'toolu_1', name: 'look', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: [said('Seen')] }] },
  ],
}

describe('the blocks of a request', () => {
  test('stand in the order tools, system, messages, and after them what no point can reach', () => {
    const order = contents(whole).map((content) => /Looks|brief|kind|Hello|Hi|toolu_1|^$/.exec(content)?.[0])
    expect(order).toEqual(['Looks', 'brief', 'kind', 'Hello', 'Hi', 'toolu_1', 'toolu_1', ''])
  })

  test('add up to the input of the request, with any points and any settings', () => {
    const control = fc.constantFrom({}, { cache_control: mark }, { cache_control: hour })
    const text = fc
      .record({ text: fc.string({ maxLength: 60 }), more: control })
      .map(({ text, more }) => said(text, more))
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }
    const thought = { type: 'thinking', thinking: 'Well', signature: 'c2ln' }
    const content = fc.oneof(fc.string(), fc.array(fc.oneof(text, fc.constantFrom(image, thought)), { maxLength: 4 }))
    const body = fc.record({
      tools: fc.array(
        control.map((more) => ({ ...tool, ...more })),
        { maxLength: 3 },
      ),
      system: fc.oneof(fc.string(), fc.array(text, { maxLength: 3 })),
      messages: fc.array(fc.record({ role: fc.constantFrom('user', 'assistant'), content }), { maxLength: 5 }),
      output_config: fc.constantFrom(undefined, { format: { type: 'json_schema', schema: { type: 'object' } } }),
    })
    fc.assert(
      fc.property(body, (body) => {
        const sum = blocksOf(body).reduce((tokens, block) => tokens + block.tokens, 0)
        expect(sum).toBe(inputTokensOf(requestOf(body)))
        // Points cost nothing.
        const bare = JSON.parse(
          JSON.stringify(body, (key, value: unknown) => (key === 'cache_control' ? undefined : value)),
        )
        expect(inputTokensOf(requestOf(bare))).toBe(sum)
      }),
    )
  })

  test('are the same wherever the points are', () => {
    const marked = {
      ...whole,
      tools: [{ ...tool, cache_control: hour }],
      system: [said('Be brief.', { cache_control: hour }), said('Be kind.')],
      messages: [
        ...whole.messages.slice(0, 2),
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'toolu_1',
              content: [said('Seen', { cache_control: mark })],
              cache_control: mark,
            },
          ],
        },
      ],
    }
    expect(contents(marked)).toEqual(contents(whole))
    expect(points(marked)).toEqual(['1h', '1h', undefined, undefined, undefined, undefined, '5m', undefined])
  })

  test('are the same for a text and for a list of that text', () => {
    const listed = { ...whole, messages: [{ role: 'user', content: [said('Hello')] }, ...whole.messages.slice(1)] }
    expect(contents(listed)).toEqual(contents(whole))
  })

  test('differ by who says them and by how messages are divided', () => {
    const one = contents({ messages: [{ role: 'user', content: [said('a'), said('b')] }] })
    const two = contents({
      messages: [
        { role: 'user', content: 'a' },
        { role: 'user', content: 'b' },
      ],
    })
    const other = contents({
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
    })
    expect(new Set([one, two, other].map((list) => list.join())).size).toBe(3)
  })

  test('tell a tool that has a parameter of that name from one that has a point', () => {
    const schema = { type: 'object', properties: { cache_control: { type: 'string' } } }
    expect(contents({ tools: [{ ...tool, input_schema: schema }] })).not.toEqual(contents({ tools: [tool] }))
    expect(points({ tools: [{ ...tool, input_schema: schema }] })).toEqual([undefined, undefined])
  })
})

describe('a setting', () => {
  const changed = (more: JsonObject) => {
    const [before, after] = [contents(whole), contents({ ...whole, ...more })]
    return before.map((content, index) => content !== after[index])
  }
  const none = [false, false, false, false]

  test.each([
    ['the choice of tools', { tool_choice: { type: 'any' } }],
    ['thinking', { thinking: { type: 'enabled', budget_tokens: 2_000 } }],
  ])('%s changes the messages, and not tools and system', (_, more) => {
    expect(changed(more)).toEqual([false, false, false, true, false, false, false, false])
  })

  test.each([
    ['max_tokens', { max_tokens: 7 }],
    ['temperature', { temperature: 0.5 }],
    ['stop sequences', { stop_sequences: ['x'] }],
    ['metadata', { metadata: { user_id: 'u' } }],
  ])('%s changes nothing', (_, more) => {
    expect(changed(more)).toEqual([...none, false, false, false, false])
  })

  test('an image changes the messages from the first on, citations the system prompt', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }
    const shown = { messages: [...whole.messages, { role: 'user', content: [image] }] }
    expect(changed(shown).slice(0, 4)).toEqual([false, false, false, true])
    const cited = {
      type: 'document',
      source: { type: 'text', media_type: 'text/plain', data: 'x' },
      citations: { enabled: true },
    }
    const quoted = { messages: [...whole.messages, { role: 'user', content: [cited] }] }
    expect(changed(quoted).slice(0, 4)).toEqual([false, true, false, true])
  })

  test('the format of an answer stands after the system prompt', () => {
    const format = { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } }
    expect(contents({ ...whole, ...format }).slice(0, 3)).toEqual(contents(whole).slice(0, 3))
    expect(contents({ ...whole, ...format })[3]).toContain('json_schema')
  })
})

describe('a point for the whole request', () => {
  test('is the last block that can carry one', () => {
    const thinking = { role: 'assistant', content: [{ type: 'thinking', thinking: 'Well', signature: 'c2ln' }] }
    const body = { ...whole, cache_control: hour, messages: [...whole.messages, thinking] }
    expect(points(body, 'claude-opus-4-8').slice(-3)).toEqual(['1h', undefined, undefined])
    expect(wantsCache(requestOf(body, 'claude-opus-4-8'), explicit)).toBe(true)
  })

  test('may be set without being asked for, on models that do so', () => {
    const opus = requestOf(whole, 'claude-opus-4-8')
    expect(wantsCache(opus, explicit)).toBe(false)
    expect(wantsCache(opus, { implicit: true })).toBe(true)
    expect(
      prefixOf(opus, { implicit: true })
        .map(({ point }) => point)
        .slice(-2),
    ).toEqual(['5m', undefined])
    expect(wantsCache(requestOf(whole), { implicit: true })).toBe(false)
  })

  test('means nothing to a model without a cache', () => {
    const body = { ...whole, system: [said('Be brief.', { cache_control: mark })] }
    expect(wantsCache(requestOf(body), explicit)).toBe(true)
    expect(wantsCache(requestOf(body, 'claude-3-haiku'), explicit)).toBe(false)
  })
})
