import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { clientFor } from '../../testing/client.js'
import { eventsOfText, messageOf, sendJson, sendStream, startServer } from '../../testing/loopback.js'
import { isOutcropError } from '../errors/index.js'
import type { AnswerError } from '../errors/index.js'

const person = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 }, nick: { type: 'string' } },
  required: ['name', 'age'],
} as const
const good = { name: 'Ada', age: 36 }
const bad = { name: 'Ada', age: -1 }

type Block = Record<string, unknown>
const text = (value: unknown): Block => ({
  type: 'text',
  text: typeof value === 'string' ? value : JSON.stringify(value),
})
const call = (input: unknown): Block => ({ type: 'tool_use', id: 'toolu_1', name: 'submit_answer', input })

/** A Bedrock that gives these contents one after the other. */
async function answering(...contents: readonly { content: Block[]; stop?: string }[]) {
  const server = await startServer((response, _request, index) => {
    const { content, stop = 'end_turn' } = contents[index]!
    sendJson(response, 200, { ...messageOf(''), content, stop_reason: stop })
  })
  const { client } = clientFor(server.url, { maxRetries: 0 })
  const bodies = () => server.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>)
  return { client, bodies, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const ask = { prompt: 'Who?', schema: person }
const failure = async (promise: Promise<unknown>): Promise<AnswerError> => {
  const error = await promise.catch((reason: unknown) => reason)
  expect(isOutcropError(error)).toBe(true)
  return error as AnswerError
}

describe('an object is found', () => {
  test.each([
    ['as the input of the tool', [text('Here it is.'), call(good)]],
    ['as the text', [text(good)]],
    ['in a fence', [text(`Here:\n\`\`\`json\n${JSON.stringify(good)}\n\`\`\`\nDone.`)]],
    ['after a sentence', [text(`The answer is ${JSON.stringify(good)}.`)]],
  ])('%s', async (_where, content) => {
    await using here = await answering({ content })
    const reply = await here.client.invoke({ ...ask, model: 'claude-opus-5-5' })
    expect(reply.object).toEqual(good)
    expect(reply.attempts).toBe(1)
    const [body] = here.bodies()
    expect(body).toMatchObject({ tools: [{ name: 'submit_answer', input_schema: person }] })
    expect(JSON.stringify(body!['messages'])).toContain('submit_answer')
  })
})

test('a grammar is asked for without what it cannot hold, which is checked all the same', async () => {
  await using here = await answering({ content: [text(bad)] }, { content: [text(good)] })
  const reply = await here.client.invoke({ ...ask, model: 'claude-haiku-4-5' })
  expect(reply.object).toEqual(good)
  const { output_config: config } = here.bodies()[0] as { output_config: { format: unknown } }
  expect(config.format).toEqual({
    type: 'json_schema',
    schema: {
      ...person,
      properties: { ...person.properties, age: { type: 'integer', description: '(minimum: 0)' } },
      additionalProperties: false,
    },
  })
})

describe('an object that breaks its schema', () => {
  test('is sent back once with its faults; the sum of both calls is in the reply', async () => {
    await using here = await answering({ content: [call(bad)], stop: 'tool_use' }, { content: [call(good)] })
    const reply = await here.client.invoke({ ...ask, model: 'claude-opus-4-8' })
    expect(reply.object).toEqual(good)
    expect(reply).toMatchObject({ attempts: 2, usage: { inputTokens: 22, outputTokens: 14 } })
    expect(reply.history.map(({ number }) => number)).toEqual([1, 2])
    const messages = here.bodies()[1]!['messages'] as { role: string; content: Block[] }[]
    expect(messages.slice(1)).toEqual([
      { role: 'assistant', content: [call(bad)] },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 'toolu_1',
            is_error: true,
            content: expect.stringMatching(/- \/age: .*-1/),
          },
        ],
      },
    ])
  })

  test('is not sent back twice', async () => {
    const wrong = { content: [call(bad)] }
    await using here = await answering(wrong, wrong, { content: [call(good)] })
    const error = await failure(here.client.invoke({ ...ask, model: 'claude-opus-4-8' }))
    expect(error).toMatchObject({ code: 'answer_invalid', attempts: 2, usage: { inputTokens: 22 } })
    expect(error.faults).toEqual([{ path: '/age', message: expect.stringContaining('-1') }])
    expect(error.answer?.content).toEqual([call(bad)])
    expect(here.bodies()).toHaveLength(2)
  })

  test('is told of by the validator of the caller, whose transformation counts', async () => {
    const schema = z.object({ name: z.string(), at: z.iso.datetime().transform((day) => new Date(day)) })
    await using here = await answering(
      { content: [call({ name: 'Ada', at: 'yesterday' })] },
      { content: [call({ name: 'Ada', at: '2026-11-22T12:00:00Z' })] },
    )
    const { object } = await here.client.invoke({ prompt: 'Who?', model: 'claude-opus-4-8', schema })
    expectTypeOf(object).toEqualTypeOf<{ name: string; at: Date }>()
    expect(object.at.getTime()).toBe(Date.UTC(2026, 10, 22, 12))
    expect(JSON.stringify(here.bodies()[1]!['messages'])).toContain('- /at: ')
  })
})

describe('what is no invalid object', () => {
  test.each([
    ['max_tokens', 'answer_truncated'],
    ['model_context_window_exceeded', 'answer_truncated'],
    ['refusal', 'answer_refused'],
    ['guardrail_intervened', 'answer_refused'],
  ])('%s is %s, and is not sent back', async (stop, code) => {
    await using here = await answering({ content: [text('{"name": "A')], stop })
    const error = await failure(here.client.invoke({ ...ask, model: 'claude-opus-4-8' }))
    expect(error).toMatchObject({ code, text: '{"name": "A', faults: [] })
    expect(here.bodies()).toHaveLength(1)
  })

  test('a call with tools of its own', async () => {
    await using here = await answering()
    const tools = [{ name: 'x', input_schema: { type: 'object' as const } }]
    await expect(here.client.invoke({ ...ask, tools })).rejects.toMatchObject({ code: 'invalid_request' })
    expect(here.bodies()).toEqual([])
  })
})

test('a stream has its object in the end, checked', async () => {
  const value = JSON.stringify(good)
  await using server = await startServer((response, _request, index) =>
    sendStream(response, index === 0 ? eventsOfText(value.slice(0, 9), value.slice(9)) : eventsOfText('no', ' JSON')),
  )
  const { client } = clientFor(server.url)
  const stream = client.stream({ ...ask, model: 'claude-haiku-4-5' })
  let seen = ''
  for await (const piece of stream.textStream) seen += piece
  expect(seen).toBe(value)
  expect(await stream.finalObject()).toEqual(good)
  const error = await failure(client.stream({ ...ask, model: 'claude-haiku-4-5' }).finalObject())
  expect(error).toMatchObject({ code: 'answer_invalid', text: 'no JSON' })
  expect(server.requests).toHaveLength(2)
})

test('the type of the object follows from the schema', () => {
  const { client } = clientFor('http://127.0.0.1:1')
  const typed = (schema: typeof person) => client.invoke({ prompt: '', schema })
  expectTypeOf<Awaited<ReturnType<typeof typed>>['object']>().toEqualTypeOf<{
    name: string
    age: number
    nick?: string
  }>()
  const list = () =>
    client.invoke({
      prompt: '',
      schema: { type: 'array', items: { anyOf: [{ enum: ['a', 'b'] }, { type: ['number', 'null'] }] } },
    })
  expectTypeOf<Awaited<ReturnType<typeof list>>['object']>().toEqualTypeOf<('a' | 'b' | number | null)[]>()
  const wide = (schema: Record<string, unknown>) => client.stream({ prompt: '', schema }).finalObject()
  expectTypeOf<Awaited<ReturnType<typeof wide>>>().toBeUnknown()
  const plain = () => client.invoke({ prompt: '' })
  expectTypeOf<Awaited<ReturnType<typeof plain>>>().not.toHaveProperty('object')
})
