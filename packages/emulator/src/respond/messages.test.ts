import { MessageAccumulator, parseStreamEvent } from '@outcrop/wire/anthropic'
import { type SseEvent, SseDecoder } from '@outcrop/wire/sse'
import { createShortTermKey } from '@outcrop/wire/sigv4'
import { describe, expect, test } from 'vitest'
import { type Answered, type Asked, ask, emulated, ids, plainBody, today } from '../../testing/emulated.js'
import { exampleBearerToken, exampleCredential } from '../index.js'

const emulator = await emulated({ bearerTokens: ['ABSK-own'] })

const onRuntime = '/anthropic/v1/messages'
const onMantle = '/mantle/anthropic/v1/messages'
const opus48 = 'anthropic.claude-opus-4-8'
const { anthropic_version: _, ...plain } = plainBody
const version = { 'anthropic-version': '2023-06-01' }

const runtime = (body: object, more: Partial<Asked> = {}) =>
  ask(emulator, { path: onRuntime, headers: version, body: { model: ids.opus48, ...plain, ...body }, ...more })
const mantle = (body: object, more: Partial<Asked> = {}) =>
  ask(emulator, {
    path: onMantle,
    headers: version,
    service: 'bedrock-mantle',
    body: { model: opus48, ...plain, ...body },
    ...more,
  })
const lastEntry = () => emulator.requests().at(-1)!

const fits = (wanted: string | RegExp, said: string) => (wanted instanceof RegExp ? wanted.test(said) : wanted === said)

/** The envelope of api.anthropic.com, which both endpoints use for what the API itself refuses. */
function expectRefusal(answer: Answered, status: number, type: string, message: string | RegExp) {
  expect(answer.json).toEqual({
    type: 'error',
    request_id: expect.stringMatching(/^req_[a-z2-7]{52}$/),
    error: { type, message: expect.toSatisfy((said: string) => fits(message, said), String(message)) },
  })
  expect(answer.status).toBe(status)
  expect(answer.headers['request-id']).toBe(answer.json.request_id)
  expect(answer.headers['x-outcrop-emulator']).toBe('1')
}

const eventsIn = ({ bytes }: Answered): SseEvent[] => {
  const decoder = new SseDecoder()
  return [...decoder.push(bytes), ...decoder.end()]
}

describe.each([
  ['bedrock-runtime', runtime],
  ['mantle', mantle],
] as const)('Messages on %s', (name, send) => {
  test('answers as InvokeModel does', async () => {
    const answer = await send({})
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.headers['x-outcrop-emulator']).toBe('1')
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.json).toMatchObject({ type: 'message', model: 'claude-opus-4-8', stop_reason: 'end_turn' })
    expect(lastEntry()).toMatchObject({
      operation: 'Messages',
      endpoint: name === 'mantle' ? 'mantle' : 'runtime',
      model: 'claude-opus-4-8',
      status: 200,
      auth: { scheme: 'sigv4', verified: true },
      usage: answer.json.usage,
    })
  })

  test('streams server-sent events, each named by its type, with a ping after the first block began', async () => {
    const whole = await send({})
    const answer = await send({ stream: true })
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    const events = eventsIn(answer)
    const data = events.map((event) => JSON.parse(event.data))
    expect(events.map(({ event }) => event)).toEqual(data.map(({ type }) => type))
    expect(data.slice(0, 3).map(({ type }) => type)).toEqual(['message_start', 'content_block_start', 'ping'])
    expect(data.filter(({ type }) => type === 'ping')).toHaveLength(1)
    expect(data.at(-1)).toEqual({ type: 'message_stop' })
    const accumulator = new MessageAccumulator()
    for (const event of events) accumulator.push(parseStreamEvent(event.data))
    expect(accumulator.complete).toBe(true)
    expect(accumulator.snapshot()).toMatchObject({ content: whole.json.content, stop_reason: 'end_turn' })
    expect(accumulator.snapshot()?.usage).toEqual(whole.json.usage)
  })

  test('takes the version from the header, and needs one', async () => {
    expectRefusal(
      await send({}, { headers: {} }),
      400,
      'invalid_request_error',
      'anthropic-version: header is required',
    )
    const newer = { headers: { 'anthropic-version': '2026-10-21' } }
    expect((await send({}, newer)).status).toBe(200)
    const unknown = await send({}, { headers: { 'anthropic-version': '2031-01-01' } })
    expectRefusal(unknown, 400, 'invalid_request_error', 'Invalid API version: 2031-01-01')
    const sampling = await send({ temperature: 1 }, newer)
    expectRefusal(sampling, 400, 'invalid_request_error', 'temperature: Extra inputs are not permitted')
  })

  test('takes betas from the header', async () => {
    const known = { headers: { ...version, 'anthropic-beta': 'claude-code-20250219, compact-2026-01-12' } }
    expect((await send({}, known)).status).toBe(200)
    const unknown = await send({}, { headers: { ...version, 'anthropic-beta': 'nonesuch-2026-01-01' } })
    expectRefusal(unknown, 400, 'invalid_request_error', /^Unexpected value\(s\) `nonesuch-2026-01-01` for the/)
    const inBody = await send({ anthropic_beta: [] })
    expectRefusal(inBody, 400, 'invalid_request_error', 'anthropic_beta: Extra inputs are not permitted')
  })

  test.each([
    [{ model: undefined }, 'model: Field required'],
    [{ model: 7 }, 'model: Input should be a valid string'],
    [{ stream: 'yes' }, 'stream: Input should be a valid boolean'],
    [{ max_tokens: undefined }, 'max_tokens: Field required'],
    [{ temperature: 0.5 }, '`temperature` is deprecated for this model.'],
    [{ service_tier: 'auto' }, 'service_tier: Extra inputs are not permitted'],
    [
      { max_tokens: 128_001 },
      `max_tokens: 128001 > 128000, which is the maximum allowed number of output tokens for ${opus48}`,
    ],
    [
      { messages: [...plain.messages, { role: 'assistant', content: 'x' }] },
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    ],
  ])('refuses %j by the rules that InvokeModel has', async (body, message) => {
    expectRefusal(await send(body), 400, 'invalid_request_error', message)
    expect(lastEntry()).toMatchObject({ status: 400, error: { type: 'ValidationException', message } })
  })

  test('refuses what is no JSON', async () => {
    expectRefusal(await send({}, { body: '{' }), 400, 'invalid_request_error', 'The request body is not valid JSON.')
  })

  test.each(['x-api-key', 'authorization'])('takes an API key as %s', async (header) => {
    const key = header === 'authorization' ? `Bearer ${exampleBearerToken}` : exampleBearerToken
    const answer = await send({}, { credentials: null, headers: { ...version, [header]: key } })
    expect(answer.status).toBe(200)
    expect(lastEntry().auth).toEqual({ scheme: 'bearer', verified: true })
  })

  test('takes a short-term key', async () => {
    const key = createShortTermKey(exampleCredential, { region: 'us-east-1', date: today })
    const answer = await send({}, { credentials: null, headers: { ...version, 'x-api-key': key } })
    expect(answer.status).toBe(200)
    expect(lastEntry()).toMatchObject({ region: 'us-east-1', auth: { accessKeyId: exampleCredential.accessKeyId } })
  })

  test('refuses an expired short-term key with 401', async () => {
    const date = new Date(today.getTime() - 13 * 3_600_000)
    const key = createShortTermKey(exampleCredential, { region: 'us-east-1', date })
    const answer = await send({}, { credentials: null, headers: { ...version, 'x-api-key': key } })
    expect(answer.status).toBe(401)
    expect(answer.text).toContain('Signature expired: ')
  })
})

describe('Messages on bedrock-runtime', () => {
  test('needs an inference profile where InvokeModel needs one', async () => {
    const answer = await runtime({ model: opus48 })
    expectRefusal(answer, 400, 'invalid_request_error', /^Invocation of model ID .* isn’t supported\./)
    const unknown = await runtime({ model: 'us.anthropic.claude-nonesuch-9' })
    expectRefusal(unknown, 400, 'invalid_request_error', 'The provided model identifier is invalid.')
  })

  test('refuses at its door as it refuses everywhere', async () => {
    const unsigned = await runtime({}, { credentials: null })
    expect(unsigned.status).toBe(403)
    expect(unsigned.json).toEqual({ Message: 'Authorization header is missing' })
    const badKey = await runtime({}, { credentials: null, headers: { ...version, 'x-api-key': 'of-nobody' } })
    expect(badKey.status).toBe(403)
    expect(badKey.json).toEqual({ Message: 'Authentication failed: Please make sure your API Key is valid.' })
    const wrong = await runtime({}, { credentials: { ...exampleCredential, secretAccessKey: 'wrong' } })
    expect(wrong.status).toBe(403)
    expect(wrong.headers['x-amzn-errortype']).toMatch(/^InvalidSignatureException:/)
  })

  test('has Anthropic’s own header of the key to itself', async () => {
    const headers = { 'x-api-key': exampleBearerToken }
    const path = `/model/${ids.opus48}/invoke`
    const answer = await ask(emulator, { path, credentials: null, headers, body: plainBody })
    expect([answer.status, answer.json]).toEqual([403, { Message: 'Authorization header is missing' }])
  })

  test('refuses what was signed for mantle', async () => {
    const answer = await runtime({}, { service: 'bedrock-mantle' })
    expect(answer.status).toBe(403)
    expect(answer.json.message).toBe("Credential should be scoped to correct service: 'bedrock'. ")
  })

  test('takes the version in the body too, and structured output of the models that have it', async () => {
    const format = {
      type: 'json_schema',
      schema: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'], additionalProperties: false },
    }
    const body = { model: ids.haiku45, anthropic_version: 'bedrock-2023-05-31', output_config: { format } }
    const answer = await runtime(body, { headers: {} })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.json.content[0].text)).toEqual({ n: expect.any(Number) })
  })

  test.each([
    ['probe_user.42@example com', 200],
    ['{"device_id":"x"}', 400],
    ['x'.repeat(257), 400],
  ])('judges metadata.user_id %j as request metadata', async (userId, status) => {
    const answer = await runtime({ metadata: { user_id: userId } })
    expect(answer.status).toBe(status)
    if (status === 400)
      expectRefusal(
        answer,
        400,
        'invalid_request_error',
        'Request metadata contains a value that violates the regular expression',
      )
  })

  test('has no other route of Anthropic’s API', async () => {
    const post = (path: string) => ask(emulator, { path, headers: version, body: { model: ids.opus48 } })
    const count = await post(`${onRuntime}/count_tokens`)
    // As measured: a caller that looks at the status only takes it for an answer.
    expect(count.status).toBe(200)
    expect(count.text).toContain('com.amazon.coral.service#UnknownOperationException')
    const batches = await post(`${onRuntime}/batches`)
    expect([batches.status, batches.json]).toEqual([403, { Message: 'Authorization header is missing' }])
    // Where AnthropicBedrock asks for a count.
    const bare = await post('/v1/messages/count_tokens')
    expect(bare.status).toBe(404)
    expect(bare.headers['x-amzn-errortype']).toMatch(/^UnknownOperationException:/)
  })
})

describe('Messages on mantle', () => {
  test('names the request as Anthropic does', async () => {
    const first = await mantle({})
    const second = await mantle({ stream: true })
    expect(first.headers['request-id']).toMatch(/^req_/)
    expect(second.headers['request-id']).toMatch(/^req_/)
    expect(second.headers['request-id']).not.toBe(first.headers['request-id'])
  })

  test.each([
    ['us.anthropic.claude-opus-4-8', 404, 'not_found_error'],
    ['anthropic.claude-sonnet-4-6', 404, 'not_found_error'],
    ['anthropic.claude-haiku-4-5-20251001-v1:0', 404, 'not_found_error'],
    ['claude-opus-4-8', 404, 'not_found_error'],
  ])('does not know %s', async (model, status, type) => {
    expectRefusal(await mantle({ model }), status, type, `The model '${model}' does not exist`)
  })

  test('knows its own short id of Haiku 4.5, and what it may do there', async () => {
    const body = { model: 'anthropic.claude-haiku-4-5', temperature: 0.5 }
    expect((await mantle(body)).json.model).toBe('claude-haiku-4-5-20251001')
    const format = { type: 'json_schema', schema: { type: 'object', properties: {}, additionalProperties: false } }
    const structured = await mantle({ ...body, output_config: { format } })
    expectRefusal(structured, 400, 'invalid_request_error', 'output_config.format: Extra inputs are not permitted')
  })

  test('serves a model only in its own regions', async () => {
    const region = 'us-west-2'
    expectRefusal(await mantle({}, { region }), 404, 'not_found_error', `The model '${opus48}' does not exist`)
    expect((await mantle({ model: 'anthropic.claude-opus-5' }, { region })).status).toBe(200)
    const nowhere = await mantle({ model: 'anthropic.claude-opus-5' }, { region: 'us-west-1' })
    expect(nowhere.status).toBe(404)
  })

  test('tells other families and invited guests apart', async () => {
    const other = await mantle({ model: 'openai.gpt-oss-120b' })
    const message = "The model 'openai.gpt-oss-120b' does not support the '/anthropic/v1/messages' API"
    expectRefusal(other, 400, 'invalid_request_error', message)
    const gated = await mantle({ model: 'anthropic.claude-mythos-preview' })
    expect(gated.status).toBe(401)
    expect(gated.json.error.message).toMatch(/^anthropic.claude-mythos-preview is not available for this account\./)
  })

  test('refuses keys in OpenAI’s shape and signatures in Anthropic’s, both with 401', async () => {
    const badKey = await mantle({}, { credentials: null, headers: { ...version, 'x-api-key': 'of-nobody' } })
    expect(badKey.status).toBe(401)
    expect(badKey.json).toEqual({
      error: { code: 'invalid_api_key', message: 'Invalid bearer token', param: null, type: 'permission_denied_error' },
    })
    const unsigned = await mantle({}, { credentials: null })
    expect([unsigned.status, unsigned.json.error.code]).toEqual([401, 'invalid_api_key'])
    const wrong = await mantle({}, { credentials: { ...exampleCredential, secretAccessKey: 'wrong' } })
    expectRefusal(wrong, 401, 'authentication_error', /^The request signature we calculated does not match/)
    const forRuntime = await mantle({}, { service: 'bedrock' })
    expectRefusal(forRuntime, 401, 'authentication_error', /correct service: 'bedrock-mantle'/)
  })

  test('counts tokens, without a limit of output', async () => {
    const { max_tokens: limit, ...body } = plain
    const count = (more: object) =>
      ask(emulator, {
        path: `${onMantle}/count_tokens`,
        headers: version,
        service: 'bedrock-mantle',
        body: { model: opus48, ...body, ...more },
      })
    const answer = await count({})
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({ input_tokens: (await mantle({})).json.usage.input_tokens })
    await count({})
    expect(lastEntry()).toMatchObject({ operation: 'MessagesCountTokens', endpoint: 'mantle', status: 200 })
    const thinking = await count({ thinking: { type: 'adaptive' } })
    expect(thinking.status).toBe(200)
    expectRefusal(
      await count({ max_tokens: limit }),
      400,
      'invalid_request_error',
      'max_tokens: Extra inputs are not permitted',
    )
    expectRefusal(
      await count({ messages: [] }),
      400,
      'invalid_request_error',
      'messages: at least one message is required',
    )
  })

  test('lists its models in OpenAI’s shape', async () => {
    const get = (path: string, region = 'us-east-1') =>
      ask(emulator, { method: 'GET', path: `/mantle/v1/models${path}`, service: 'bedrock-mantle', region })
    const { json } = await get('')
    expect(json.object).toBe('list')
    const listed: string[] = json.data.map(({ id }: { id: string }) => id)
    expect(listed).toEqual(expect.arrayContaining([opus48, 'anthropic.claude-haiku-4-5', 'anthropic.claude-fable-5']))
    expect(listed).not.toContain('anthropic.claude-mythos-preview')
    expect((await get('', 'eu-west-1')).json.data.map(({ id }: { id: string }) => id)).not.toContain(
      'anthropic.claude-fable-5',
    )
    const one = await get('/anthropic.claude-opus-4-8')
    expect(one.json).toEqual({
      id: opus48,
      object: 'model',
      created: Date.parse('2026-05-28') / 1000,
      owned_by: 'anthropic',
      data_retention: 'aws_review',
    })
    const none = await get('/anthropic.claude-sonnet-4-6')
    expect([none.status, none.json]).toEqual([
      404,
      {
        error: {
          code: 'not_found_error',
          message: "The model 'anthropic.claude-sonnet-4-6' does not exist",
          param: null,
          type: 'invalid_request_error',
        },
      },
    ])
  })

  test('does not know other paths', async () => {
    const answer = await ask(emulator, { path: '/mantle/anthropic/v1/messages/batches', body: {} })
    expectRefusal(answer, 404, 'not_found_error', 'Not Found')
  })
})
