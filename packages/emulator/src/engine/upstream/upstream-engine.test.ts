import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MessageAccumulator, parseStreamEvent } from '@outcrop/wire/anthropic'
import { ConverseEventReader } from '@outcrop/wire/converse'
import { EventStreamDecoder, readFrame } from '@outcrop/wire/event-stream'
import { SseDecoder } from '@outcrop/wire/sse'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  type Answered,
  ask,
  converse,
  emulatedHere,
  eventsIn,
  framesOf,
  ids,
  invoke,
  pathOf,
  plainBody,
} from '../../../testing/emulated.js'
import type { Emulator, EmulatorOptions } from '../../index.js'
import { completionsAt } from './upstream-engine.js'

type Handler = (request: IncomingMessage, response: ServerResponse, body: ChatAsked) => void

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into requests of any shape
type ChatAsked = any

interface Upstream {
  readonly url: string
  /** The bodies that it got. */
  readonly asked: ChatAsked[]
  readonly headers: IncomingMessage['headers'][]
}

/** A small server of chat completions, real sockets and all. */
async function upstreamHere(handle: Handler): Promise<Upstream> {
  const asked: ChatAsked[] = []
  const headers: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body: ChatAsked = JSON.parse(Buffer.concat(pieces).toString('utf8'))
      asked.push(body)
      headers.push(request.headers)
      if (request.url === '/v1/chat/completions' && request.method === 'POST') handle(request, response, body)
      else response.writeHead(404).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, headers }
}

const emulatorOver = (url: string, more: object = {}, options: EmulatorOptions = {}) =>
  emulatedHere({ engine: { kind: 'upstream', url, model: 'qwen3-coder', ...more }, ...options })

/** Answers whole, or the same cut into chunks of `size` characters. */
function answering(
  message: object,
  finish = 'stop',
  usage: object = { prompt_tokens: 11, completion_tokens: 7 },
): Handler {
  return (_request, response, body) => {
    if (body.stream === true) return stream(response, deltasOf(message), finish, usage)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: finish }], usage }))
  }
}

interface ToolCall {
  readonly function: { readonly name: string; readonly arguments: string }
}

/** A message as servers stream it: text in pieces, the arguments of calls in pieces of three characters. */
function deltasOf(message: {
  content?: string
  reasoning_content?: string
  tool_calls?: readonly ToolCall[]
}): object[] {
  const pieces = (text = '') => text.match(/.{1,3}/gsu) ?? []
  return [
    { role: 'assistant', content: '' },
    ...pieces(message.reasoning_content).map((reasoning_content) => ({ reasoning_content })),
    ...pieces(message.content ?? '').map((content) => ({ content })),
    ...(message.tool_calls ?? []).flatMap((call, index) => [
      {
        tool_calls: [
          { index, id: `call_${index}`, type: 'function', function: { name: call.function.name, arguments: '' } },
        ],
      },
      ...pieces(call.function.arguments).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]),
  ]
}

function stream(response: ServerResponse, deltas: readonly object[], finish: string | undefined, usage?: object): void {
  response.setHeader('content-type', 'text/event-stream')
  const send = (chunk: unknown) =>
    response.write(`data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`)
  for (const delta of deltas) send({ choices: [{ index: 0, delta, finish_reason: null }] })
  // What was written first reaches the other side.
  if (finish === undefined) return void response.write(': gone\n\n', () => response.destroy())
  send({ choices: [{ index: 0, delta: {}, finish_reason: finish }] })
  if (usage) send({ choices: [], usage })
  send('[DONE]')
  response.end()
}

const tools = [
  {
    name: 'get_weather',
    description: 'The weather of a city',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
]
const weatherCall = (city: string) => ({
  id: 'call_x',
  type: 'function',
  function: { name: 'get_weather', arguments: JSON.stringify({ city, note: 'läng – "quoted"' }) },
})
const version = { 'anthropic-version': '2023-06-01' }
const { anthropic_version: _, ...plain } = plainBody
const streamedInvoke = (emulator: Emulator, model: string, body: object) =>
  ask(emulator, { path: pathOf(model, 'invoke-with-response-stream'), body })
const accumulated = (answer: Answered) => {
  const accumulator = new MessageAccumulator()
  for (const event of eventsIn(answer)) accumulator.push(event)
  expect(accumulator.complete).toBe(true)
  return accumulator.snapshot()!
}

describe('an answer of the upstream model', () => {
  test('comes as Claude’s, with the counts of what it generated', async () => {
    const upstream = await upstreamHere(answering({ role: 'assistant', content: 'A median function.' }))
    const emulator = await emulatorOver(upstream.url)
    const answer = await invoke(emulator, ids.haiku45, plainBody)
    expect(answer.json).toMatchObject({
      model: 'claude-haiku-4-5-20251001',
      content: [{ type: 'text', text: 'A median function.' }],
      stop_reason: 'end_turn',
    })
    expect(answer.json.usage.output_tokens).toBe(7)
    // The input is counted as every engine's: quotas and the prompt cache go by it.
    expect(answer.json.usage.input_tokens).toBeGreaterThan(7)
    expect(emulator.requests()[0]).toMatchObject({ engine: 'upstream', model: 'claude-haiku-4-5' })
    expect(upstream.asked[0]).toEqual({
      model: 'qwen3-coder',
      max_tokens: 4096,
      messages: [{ role: 'user', content: 'Write a median function' }],
    })
  })

  test('is the same streamed, through every operation that streams', async () => {
    const text = 'A median function – läuft 🦀.'
    const upstream = await upstreamHere(answering({ role: 'assistant', content: text }))
    const emulator = await emulatorOver(upstream.url)
    const chunks = await streamedInvoke(emulator, ids.haiku45, plainBody)
    const message = accumulated(chunks)
    expect(message).toMatchObject({ content: [{ type: 'text', text }], stop_reason: 'end_turn' })
    expect(message.usage.output_tokens).toBe(7)
    const events = eventsIn(chunks)
    expect(events.filter(({ type }) => type === 'content_block_delta').length).toBeGreaterThan(5)
    expect(events.at(-1)['amazon-bedrock-invocationMetrics'].outputTokenCount).toBe(7)
    expect(upstream.asked[0]).toMatchObject({ stream: true, stream_options: { include_usage: true } })

    const body = { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }
    const frames = framesOf(await ask(emulator, { path: pathOf(ids.haiku45, 'converse-stream'), body }))
    expect(frames.map(({ payload }) => payload.delta?.text ?? '').join('')).toBe(text)
    expect(frames.at(-1)).toMatchObject({ eventType: 'metadata', payload: { usage: { outputTokens: 7 } } })
    const reader = new ConverseEventReader({ id: '', model: '' })
    expect(frames.flatMap(({ eventType, payload }) => reader.push(eventType, payload)).at(-1)?.type).toBe(
      'message_stop',
    )

    const sse = await ask(emulator, {
      path: '/anthropic/v1/messages',
      headers: version,
      body: { model: ids.opus48, stream: true, ...plain },
    })
    const accumulator = new MessageAccumulator()
    for (const { data } of new SseDecoder().push(sse.bytes)) accumulator.push(parseStreamEvent(data))
    expect(accumulator.snapshot()?.content).toEqual([{ type: 'text', text }])
  })

  test('calls tools, whose arguments come in pieces across chunks', async () => {
    const calls = [weatherCall('Paris'), weatherCall('Rom')]
    const upstream = await upstreamHere(
      answering({ role: 'assistant', content: 'Let me see.', tool_calls: calls }, 'tool_calls'),
    )
    const emulator = await emulatorOver(upstream.url)
    const whole = (await invoke(emulator, ids.haiku45, { ...plainBody, tools })).json
    expect(whole).toMatchObject({
      stop_reason: 'tool_use',
      content: [
        { type: 'text', text: 'Let me see.' },
        { type: 'tool_use', name: 'get_weather', input: { city: 'Paris', note: 'läng – "quoted"' } },
        { type: 'tool_use', name: 'get_weather', input: { city: 'Rom' } },
      ],
    })
    const streamed = await streamedInvoke(emulator, ids.haiku45, { ...plainBody, tools })
    expect(accumulated(streamed).content).toEqual(whole.content)
    const deltas = eventsIn(streamed).filter(({ index, delta }) => index === 1 && delta)
    expect(deltas[0].delta).toEqual({ type: 'input_json_delta', partial_json: '' })
    expect(deltas.length).toBeGreaterThan(5)
  })

  test('keeps calls apart that come mixed, and ends with tool_use where the server says stop', async () => {
    const piece = (index: number, json: string) => ({ tool_calls: [{ index, function: { arguments: json } }] })
    const begin = (index: number) => ({ tool_calls: [{ index, id: `c${index}`, function: { name: `tool_${index}` } }] })
    const deltas = [begin(0), piece(0, '{"a":'), begin(1), piece(1, '{"b":'), piece(0, '1}'), piece(1, '2}')]
    const upstream = await upstreamHere((_request, response) => stream(response, deltas, 'stop'))
    const message = accumulated(
      await streamedInvoke(await emulatorOver(upstream.url), ids.haiku45, { ...plainBody, tools }),
    )
    expect(message.content).toMatchObject([
      { type: 'tool_use', name: 'tool_0', input: { a: 1 } },
      { type: 'tool_use', name: 'tool_1', input: { b: 2 } },
    ])
    expect(message.stop_reason).toBe('tool_use')
    // Where the server counts nothing, the emulator does.
    expect(message.usage.output_tokens).toBeGreaterThan(3)
  })

  test('thinks where the request has thinking, shown or not', async () => {
    const said = { role: 'assistant', reasoning_content: 'Two cases.', content: 'Done.' }
    const usage = { completion_tokens: 20, completion_tokens_details: { reasoning_tokens: 12 } }
    const upstream = await upstreamHere(answering(said, 'stop', usage))
    const emulator = await emulatorOver(upstream.url)
    const text = { type: 'text', text: 'Done.' }
    expect((await invoke(emulator, ids.opus48, plainBody)).json.content).toEqual([text])
    const thinking = (display: string) => ({ ...plainBody, thinking: { type: 'adaptive', display } })
    const shown = (await invoke(emulator, ids.opus48, thinking('summarized'))).json
    const signature = expect.stringMatching(/./)
    expect(shown.content).toEqual([{ type: 'thinking', thinking: 'Two cases.', signature }, text])
    expect(shown.usage.output_tokens_details).toEqual({ thinking_tokens: 12 })
    for (const display of ['summarized', 'omitted']) {
      const whole = (await invoke(emulator, ids.opus48, thinking(display))).json
      const streamed = accumulated(await streamedInvoke(emulator, ids.opus48, thinking(display)))
      expect(streamed.content).toEqual(whole.content)
      expect(streamed.usage).toEqual(whole.usage)
      expect(whole.content[0].thinking).toBe(display === 'summarized' ? 'Two cases.' : '')
      // What came from here is taken back.
      const turn = [...plainBody.messages, { role: 'assistant', content: whole.content }, ...plainBody.messages]
      expect((await invoke(emulator, ids.opus48, { ...thinking(display), messages: turn })).status).toBe(200)
    }
  })

  test.each([
    ['length', undefined, 'max_tokens', null],
    ['content_filter', undefined, 'refusal', null],
    ['stop', 'END', 'stop_sequence', 'END'],
    ['stop', 151645, 'end_turn', null],
  ])('ends for the reason that the server gives: %s %j', async (finish, stopReason, expected, sequence) => {
    const upstream = await upstreamHere((_request, response) =>
      response.end(
        JSON.stringify({ choices: [{ message: { content: 'x' }, finish_reason: finish, stop_reason: stopReason }] }),
      ),
    )
    const emulator = await emulatorOver(upstream.url)
    const { json } = await invoke(emulator, ids.haiku45, { ...plainBody, stop_sequences: ['END'] })
    expect(json).toMatchObject({ stop_reason: expected, stop_sequence: sequence })
  })
})

describe('what the upstream model is asked', () => {
  let upstream: Upstream
  let emulator: Emulator
  beforeEach(async () => {
    upstream = await upstreamHere(answering({ content: 'ok' }))
    emulator = await emulatorOver(upstream.url)
  })
  const askedFor = async (body: object, model: string = ids.haiku45) => {
    const answer = await invoke(emulator, model, { ...plainBody, ...body })
    expect(answer.json).toMatchObject({ type: 'message' })
    return upstream.asked.at(-1)
  }

  test('a conversation with tools and their results', async () => {
    const png = 'iVBORw0KGgo='
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }
    const asked = await askedFor({
      system: [{ type: 'text', text: 'Be brief.' }],
      tools,
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Look' }, image] },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'I ask.' },
            { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Paris' } },
            { type: 'tool_use', id: 'toolu_2', name: 'get_weather', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: '21 degrees' }, image] },
            { type: 'tool_result', tool_use_id: 'toolu_2', content: 'no such city', is_error: true },
            { type: 'text', text: 'And now?' },
          ],
        },
      ],
    })
    const url = `data:image/png;base64,${png}`
    expect(asked).toEqual({
      model: 'qwen3-coder',
      max_tokens: 4096,
      tools: [
        {
          type: 'function',
          function: {
            name: 'get_weather',
            description: 'The weather of a city',
            parameters: tools[0]!.input_schema,
          },
        },
      ],
      tool_choice: 'auto',
      parallel_tool_calls: false,
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image_url', image_url: { url } },
          ],
        },
        {
          role: 'assistant',
          content: 'I ask.',
          tool_calls: [
            { id: 'toolu_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
            { id: 'toolu_2', type: 'function', function: { name: 'get_weather', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'toolu_1', content: '21 degrees' },
        { role: 'tool', tool_call_id: 'toolu_2', content: 'Error: no such city' },
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url } },
            { type: 'text', text: 'And now?' },
          ],
        },
      ],
    })
  })

  test.each([
    [{ type: 'any' }, 'required'],
    [{ type: 'none' }, 'none'],
    [
      { type: 'tool', name: 'get_weather' },
      { type: 'function', function: { name: 'get_weather' } },
    ],
  ])('the choice of tools %j', async (choice, expected) => {
    expect((await askedFor({ tools, tool_choice: choice })).tool_choice).toEqual(expected)
  })

  test('sampling, stop sequences, effort and structured output', async () => {
    const schema = { type: 'object', properties: {}, additionalProperties: false }
    const asked = await askedFor(
      {
        temperature: 0.5,
        top_k: 40,
        stop_sequences: ['END'],
        output_config: { format: { type: 'json_schema', schema } },
      },
      ids.haiku45,
    )
    expect(asked).toMatchObject({
      temperature: 0.5,
      top_k: 40,
      stop: ['END'],
      response_format: { type: 'json_schema', json_schema: { schema, strict: true } },
    })
    expect((await askedFor({ output_config: { effort: 'xhigh' } }, ids.opus48)).reasoning_effort).toBe('high')
  })

  test('documents, as text where they are text', async () => {
    const pdf = { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' }
    const { messages } = await askedFor({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Once upon a time' } },
            { type: 'document', title: 'a.pdf', source: pdf },
          ],
        },
      ],
    })
    expect(messages[0].content).toEqual([
      { type: 'text', text: 'Once upon a time' },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
    ])
  })

  test('what Claude’s rules refuse is not asked', async () => {
    const answer = await invoke(emulator, ids.opus48, { ...plainBody, temperature: 1 })
    expect(answer.status).toBe(400)
    expect(upstream.asked).toEqual([])
  })

  test('with the server’s key, which is no key of Bedrock', async () => {
    const keyed = await emulatorOver(upstream.url, { apiKey: 'local-key' })
    await invoke(keyed, ids.haiku45, plainBody)
    expect(upstream.headers.at(-1)).toMatchObject({ authorization: 'Bearer local-key' })
    await invoke(emulator, ids.haiku45, plainBody)
    expect(upstream.headers.at(-1)).not.toHaveProperty('authorization')
  })

  test.each([
    ['http://localhost:11434', 'http://localhost:11434/v1/chat/completions'],
    ['http://localhost:11434/v1/', 'http://localhost:11434/v1/chat/completions'],
    ['http://host/api/v1/chat/completions', 'http://host/api/v1/chat/completions'],
    ['https://host/openai', 'https://host/openai/v1/chat/completions'],
  ])('at %s', (url, expected) => {
    expect(completionsAt(url).href).toBe(expected)
  })
})

describe('a fault of the upstream', () => {
  test.each([
    [429, 429, 'ThrottlingException'],
    [503, 503, 'ServiceUnavailableException'],
    [504, 408, 'ModelTimeoutException'],
    [404, 424, 'ModelErrorException'],
    [500, 424, 'ModelErrorException'],
  ])('with status %i is Bedrock’s %i %s, streamed or not', async (status, told, type) => {
    const upstream = await upstreamHere((_request, response) =>
      response.writeHead(status).end('{"error":{"message":"model not loaded"}}'),
    )
    const emulator = await emulatorOver(upstream.url)
    const message = `The upstream model answered ${status}: model not loaded`
    for (const answer of [
      await invoke(emulator, ids.haiku45, plainBody),
      await streamedInvoke(emulator, ids.haiku45, plainBody),
    ]) {
      expect(answer.status).toBe(told)
      expect(answer.headers['x-amzn-errortype']).toContain(type)
      expect(answer.json.message).toBe(message)
    }
    expect(emulator.requests()[0]).toMatchObject({ error: { type, message } })
  })

  test('tells the status of the model itself', async () => {
    const upstream = await upstreamHere((_request, response) => response.writeHead(500).end('oops'))
    const { json } = await invoke(await emulatorOver(upstream.url), ids.haiku45, plainBody)
    expect(json).toEqual({ message: 'The upstream model answered 500: oops', originalStatusCode: 500 })
  })

  test('that nobody listens is a 503', async () => {
    const gone = await emulatedHere()
    await gone.close()
    const emulator = await emulatorOver(gone.url)
    const answer = await converse(emulator, ids.haiku45, { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] })
    expect(answer.status).toBe(503)
    expect(answer.json.message).toBe(`The emulator could not reach ${gone.url}: ECONNREFUSED`)
  })

  test.each([
    ['no JSON', 'The upstream model gave an answer that is no JSON.'],
    ['{"choices":[]}', 'The upstream model gave an answer without a message.'],
    [
      '{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{"}}]}}]}',
      'The upstream model called f with arguments that are no JSON object.',
    ],
  ])('that it answers %s is the model’s error', async (text, message) => {
    const upstream = await upstreamHere((_request, response) => response.end(text))
    const answer = await invoke(await emulatorOver(upstream.url), ids.haiku45, plainBody)
    expect([answer.status, answer.json.message]).toEqual([424, message])
  })

  const lastFrame = ({ bytes }: Answered) => readFrame(new EventStreamDecoder().push(bytes).at(-1)!)

  test.each<[string, Handler, string]>([
    ['breaks off', (_, response) => stream(response, [{ content: 'begun' }], undefined), 'broke off its answer'],
    [
      'ends without saying why',
      (_, response) => response.end('data: {"choices":[{"delta":{"content":"begun"}}]}\n\n'),
      'broke off its answer',
    ],
    [
      'tells an error',
      (_, response) => response.end('data: {"error":{"message":"out of memory"}}\n\n'),
      'out of memory',
    ],
    ['streams nonsense', (_, response) => response.end('data: nonsense\n\n'), 'no JSON object'],
  ])('in the midst of a stream is an exception there: it %s', async (_what, handle, message) => {
    const upstream = await upstreamHere(handle)
    const emulator = await emulatorOver(upstream.url)
    const answer = await streamedInvoke(emulator, ids.haiku45, plainBody)
    expect(answer.status).toBe(200)
    expect(lastFrame(answer)).toMatchObject({ kind: 'exception', exceptionType: 'modelStreamErrorException' })
    expect(emulator.requests()[0]?.error?.message).toContain(message)
    expect(emulator.requests()[0]?.aborted).toBeUndefined()
    expect(emulator.requests()[0]?.usage?.output_tokens).toBeLessThan(10)
    const sse = await ask(emulator, {
      path: '/anthropic/v1/messages',
      headers: version,
      body: { model: ids.opus48, stream: true, ...plain },
    })
    const [last] = new SseDecoder().push(sse.bytes).toReversed()
    expect(last?.event).toBe('error')
    expect(JSON.parse(last?.data ?? '')).toMatchObject({ type: 'error', error: { type: 'api_error' } })
  })
})

test('a client that leaves ends the upstream’s work', async () => {
  let ended: () => void = () => {}
  const left = new Promise<void>((resolve) => (ended = resolve))
  const upstream = await upstreamHere((_request, response) => {
    response.on('close', ended)
    response.setHeader('content-type', 'text/event-stream')
    response.write('data: {"choices":[{"delta":{"content":"begun"}}]}\n\n')
  })
  const emulator = await emulatorOver(upstream.url, {}, { auth: 'off' })
  const leaving = new AbortController()
  const answer = await fetch(`${emulator.url}${pathOf(ids.haiku45, 'invoke-with-response-stream')}`, {
    method: 'POST',
    body: JSON.stringify(plainBody),
    signal: leaving.signal,
  })
  const { value } = await answer.body!.getReader().read()
  expect(value?.length).toBeGreaterThan(0)
  leaving.abort()
  await left
  await expect.poll(() => emulator.requests()[0]?.aborted).toBe(true)
})

test('an answer that is being made reserves what it may cost, and pays what it did', async () => {
  const upstream = await upstreamHere(answering({ content: 'x' }, 'stop', { completion_tokens: 3 }))
  const emulator = await emulatorOver(upstream.url, {}, { quotas: { 'claude-haiku-4-5': { tokensPerMinute: 5_000 } } })
  for (let call = 0; call < 3; call += 1) {
    const body = { ...plainBody, max_tokens: 4_000 }
    expect((await streamedInvoke(emulator, ids.haiku45, body)).status).toBe(200)
    const { usage, charged } = emulator.requests().at(-1)!
    expect(charged).toBe(usage!.input_tokens + 5 * 3)
  }
})
