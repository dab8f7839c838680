import { registry } from '@outcrop/models'
import { AttemptLog } from '../invocation/attempt-log.js'
import type { CallSurface } from '../index.js'
import type { InvokeBody } from '@outcrop/wire/anthropic'
import { describe, expect, test } from 'vitest'
import { isOutcropError } from '../errors/index.js'
import type { PreparedInvocation, RequestDefaults, RoutedInvocation } from '../invocation/index.js'
import { systemClock } from '../clock/index.js'
import { createPrepare } from './prepare.js'

type Body = Partial<InvokeBody>

const messages: InvokeBody['messages'] = [{ role: 'user', content: 'x' }]

/** Runs the stage on its own and gives what it passes on. */
interface Manner {
  defaults?: RequestDefaults
  delivery?: 'whole' | 'events'
  surface?: CallSurface
  headers?: Record<string, string>
}

async function prepared(
  key: string,
  body: Body,
  { defaults = {}, delivery = 'whole', surface = 'invoke', headers = {} }: Manner = {},
): Promise<PreparedInvocation> {
  const entry = registry.modelRegistry[key]
  const calledId = entry === undefined ? key : entry.modelId
  const invocation: RoutedInvocation = {
    request: { model: key, body: Object.freeze({ messages, ...body }), defaults, headers },
    delivery,
    onInterrupted: 'error',
    limits: { idleMs: 1, connectMs: 1, deadlineAt: 1, maxRetries: 0 },
    begun: undefined,
    signal: undefined,
    priority: 'interactive',
    cache: 'off',
    tags: {},
    maxCostUsd: undefined,
    startedAt: 0,
    surface: undefined,
    target: {
      region: 'us-east-1',
      surface,
      place: { origin: 'https://bedrock.test', basePath: '', signingName: 'bedrock' },
      account: 'client',
    },
    call: {
      id: 'call',
      log: new AttemptLog(),
      nextAttempt: () => ({ id: 'call.1', number: 1 }),
      queuedMs: 0,
      queued: () => {},
    },
    model: {
      key: entry === undefined ? undefined : key,
      displayName: entry?.displayName ?? key,
      calledId,
      region: 'us-east-1',
      surface,
      geography: 'us',
      entry,
      priceKind: undefined,
      notes: [],
    },
    after: undefined,
    body: undefined,
    operation: undefined,
    attempt: undefined,
    watch: undefined,
  }
  let passed: PreparedInvocation | undefined
  const handler = createPrepare(
    (given) => {
      passed = given
      return Promise.reject(new Error('far enough'))
    },
    { clock: systemClock, onNotice: () => undefined },
  )
  try {
    await handler(invocation, () => undefined)
  } catch (error) {
    if (passed === undefined) throw error
  }
  return passed as PreparedInvocation
}

async function refused(key: string, body: Body) {
  try {
    await prepared(key, body)
  } catch (error) {
    if (isOutcropError(error)) return error
    throw error
  }
  throw new Error(`${key} took it`)
}

const adaptive = 'claude-sonnet-5-5' // thinks always, no sampling, no forced tools
const optional = 'claude-opus-4-8' // may think, no sampling
const older = 'claude-sonnet-4-5' // extended thinking, one of temperature and top_p
const oldest = 'claude-sonnet-4' // both
const tool = { name: 'save', input_schema: { type: 'object' as const } }

interface Refusal {
  readonly model: string
  readonly body: Body
  readonly message: RegExp
  readonly remedy: RegExp
}

const refusals: readonly Refusal[] = [
  {
    model: adaptive,
    body: { temperature: 0.2 },
    message: /no sampling parameters, and temperature is set/,
    remedy: /effort/,
  },
  {
    model: adaptive,
    body: { temperature: 1, top_p: 0.9, top_k: 5 },
    message: /temperature, top_p, top_k/,
    remedy: /Leave out/,
  },
  { model: older, body: { temperature: 0.2, top_p: 0.9 }, message: /temperature or top_p, not both/, remedy: /one of/ },
  { model: older, body: { temperature: 1.5 }, message: /temperature from 0 to 1, not 1.5/, remedy: /0 to 1/ },
  { model: older, body: { top_p: -1 }, message: /top_p from 0 to 1/, remedy: /0 to 1/ },
  {
    model: older,
    body: { temperature: 0.3, thinking: { type: 'enabled', budget_tokens: 1024 } },
    message: /no temperature while it thinks/,
    remedy: /thinking/,
  },
  {
    model: older,
    body: { max_tokens: 64_001 },
    message: /at most 64000 tokens, and max_tokens is 64001/,
    remedy: /64000/,
  },
  { model: older, body: { max_tokens: 0 }, message: /max_tokens 0/, remedy: /at least 1/ },
  { model: older, body: { max_tokens: 1.5 }, message: /max_tokens 1.5/, remedy: /whole number/ },
  {
    model: older,
    body: { max_tokens: 1024, thinking: { type: 'enabled', budget_tokens: 1024 } },
    message: /budget \(1024\) only below max_tokens \(1024\)/,
    remedy: /Raise max_tokens/,
  },
  {
    model: older,
    body: { thinking: { type: 'adaptive' } },
    message: /does not decide by itself how long/,
    remedy: /budget_tokens/,
  },
  { model: older, body: { thinking: { type: 'between_tools' } }, message: /between_tools/, remedy: /disabled/ },
  {
    model: adaptive,
    body: { thinking: { type: 'enabled', budget_tokens: 1024 } },
    message: /takes no budget_tokens/,
    remedy: /adaptive/,
  },
  {
    model: adaptive,
    body: { thinking: { type: 'disabled' } },
    message: /always thinks.*between_tools/,
    remedy: /lower effort/,
  },
  {
    model: 'claude-3-haiku',
    body: { thinking: { type: 'enabled', budget_tokens: 1024 } },
    message: /cannot think/,
    remedy: /newer model/,
  },
  {
    model: adaptive,
    body: { output_config: { effort: 'extreme' } },
    message: /no effort extreme/,
    remedy: /low, medium, high/,
  },
  {
    model: older,
    body: { output_config: { effort: 'low' } },
    message: /no levels of effort/,
    remedy: /Leave out effort/,
  },
  {
    model: 'claude-opus-5',
    body: { thinking: { type: 'disabled' }, output_config: { effort: 'max' } },
    message: /effort above high only while it thinks/,
    remedy: /high/,
  },
  {
    model: adaptive,
    body: { tools: [tool], tool_choice: { type: 'any' } },
    message: /tool_choice is any/,
    remedy: /auto/,
  },
  {
    model: adaptive,
    body: { tools: [tool], tool_choice: { type: 'tool', name: 'save' } },
    message: /tool_choice is tool/,
    remedy: /auto/,
  },
  { model: adaptive, body: { tools: [{ ...tool, strict: true }] }, message: /no strict tools/, remedy: /strict/ },
  {
    model: adaptive,
    body: { output_config: { format: { type: 'json_schema', schema: {} } } },
    message: /no structured output/,
    remedy: /JSON in the prompt/,
  },
  {
    model: adaptive,
    body: { messages: [...messages, { role: 'assistant', content: '{' }] },
    message: /does not continue a turn of its own/,
    remedy: /turn of the user/,
  },
  {
    model: older,
    body: { anthropic_version: '2026-10-21' },
    message: /does not know anthropic_version 2026-10-21/,
    remedy: /bedrock-2023-05-31/,
  },
  {
    model: older,
    body: {
      messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: 'https://x.test/a.png' } }] }],
    },
    message: /takes no image by url/,
    remedy: /base64/,
  },
]

describe('what the caller set by hand and the model refuses', () => {
  test.each(refusals)('$model $body is said before anything is sent', async ({ model, body, message, remedy }) => {
    const error = await refused(model, body)
    expect(error).toMatchObject({ code: 'invalid_request', model })
    expect(error.message).toMatch(message)
    expect(error.message).toContain(registry.modelRegistry[model]?.displayName)
    expect(error.remedy).toMatch(remedy)
  })
})

describe('what the model takes', () => {
  test.each<[string, Body]>([
    [oldest, { temperature: 0.2, top_p: 0.9, top_k: 5 }],
    [older, { temperature: 0.2 }],
    [older, { thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 2000, temperature: 1 }],
    [older, { tools: [tool], tool_choice: { type: 'tool', name: 'save' } }],
    [older, { messages: [...messages, { role: 'assistant', content: '{' }] }],
    [older, { output_config: { format: { type: 'json_schema', schema: {} } } }],
    [adaptive, { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } }],
    [adaptive, { thinking: { type: 'between_tools' } }],
    [adaptive, { anthropic_version: '2026-10-21', tools: [tool], tool_choice: { type: 'auto' } }],
    [optional, { thinking: { type: 'disabled' } }],
  ])('%s passes %j on as it is', async (model, body) => {
    const { body: sent } = await prepared(model, body)
    expect(sent).toMatchObject({ messages, ...body })
  })

  test('is Bedrock’s to judge for a model that the registry does not know', async () => {
    const body: Body = { temperature: 0.5, top_p: 0.5, max_tokens: 999_999, thinking: { type: 'disabled' } }
    expect((await prepared('anthropic.claude-next-9', body)).body).toMatchObject(body)
  })
})

describe('what gives way', () => {
  test.each<[string, RequestDefaults, Body, Body]>([
    [oldest, { temperature: 0.3, topP: 0.9, topK: 5 }, {}, { temperature: 0.3, top_p: 0.9, top_k: 5 }],
    [older, { temperature: 0.3, topP: 0.9 }, {}, { temperature: 0.3 }],
    [older, { temperature: 0.3 }, { top_p: 0.5 }, { top_p: 0.5 }],
    [older, { topP: 0.9 }, { temperature: 0.5 }, { temperature: 0.5 }],
    [older, { temperature: 0.3 }, { temperature: 0.5 }, { temperature: 0.5 }],
    [
      older,
      { temperature: 0.3, effort: 'low' },
      { thinking: { type: 'enabled', budget_tokens: 1024 } },
      { thinking: { type: 'enabled', budget_tokens: 1024 } },
    ],
    ['claude-haiku-5-5', { temperature: 0.3 }, {}, { output_config: { effort: 'high' } }],
    ['claude-haiku-5-5', { temperature: 0.7 }, {}, {}],
    [adaptive, { temperature: 0.3 }, {}, {}],
    [adaptive, { temperature: 0.7 }, {}, { output_config: { effort: 'medium' } }],
    [adaptive, { temperature: 0.9, topP: 0.1, topK: 4 }, {}, {}],
    [adaptive, { temperature: 0.7, effort: 'low' }, {}, { output_config: { effort: 'low' } }],
    [adaptive, { temperature: 0.7 }, { output_config: { effort: 'max' } }, { output_config: { effort: 'max' } }],
    ['claude-3-haiku', { effort: 'low' }, {}, {}],
    [
      'claude-opus-4-5',
      { effort: 'low' },
      {},
      { output_config: { effort: 'low' }, anthropic_beta: ['effort-2025-11-24'] },
    ],
    [
      'claude-opus-4-5',
      {},
      { output_config: { effort: 'low' }, anthropic_beta: ['effort-2025-11-24'] },
      { output_config: { effort: 'low' }, anthropic_beta: ['effort-2025-11-24'] },
    ],
  ])('%s turns the wishes %j with %j into %j', async (model, defaults, body, expected) => {
    const { body: sent } = await prepared(model, body, { defaults })
    const { anthropic_version: _, max_tokens: __, messages: ___, ...rest } = sent
    expect(rest).toEqual(expected)
  })

  test('no beta flag without the effort that needs it', async () => {
    expect((await prepared('claude-opus-4-5', {})).body).not.toHaveProperty('anthropic_beta')
  })
})

describe('max_tokens left open', () => {
  test.each<[string, Body, RequestDefaults, number]>([
    [older, {}, {}, 8192],
    [older, {}, { maxTokens: 500 }, 500],
    ['claude-3-haiku', {}, {}, 4096],
    [older, {}, { maxTokens: 100_000 }, 64_000],
    [older, { thinking: { type: 'enabled', budget_tokens: 10_000 } }, {}, 18_192],
    ['anthropic.claude-next-9', {}, {}, 8192],
  ])('of %s with %j and %j becomes %i', async (model, body, defaults, expected) => {
    expect((await prepared(model, body, { defaults })).body.max_tokens).toBe(expected)
  })
})

test.each([
  ['whole', 8192, 'InvokeModel'],
  ['whole', 8193, 'InvokeModelWithResponseStream'],
  ['events', 1, 'InvokeModelWithResponseStream'],
] as const)('delivery of %s with %i tokens goes by %s', async (delivery, max_tokens, operation) => {
  expect(await prepared(older, { max_tokens }, { delivery })).toMatchObject({
    operation,
    body: { anthropic_version: 'bedrock-2023-05-31' },
  })
})

test('the caller’s own request is not changed', async () => {
  const body: Body = Object.freeze({ output_config: Object.freeze({}), messages })
  await prepared('claude-opus-4-5', body, { defaults: { effort: 'low', temperature: 0.2 } })
  expect(body).toEqual({ output_config: {}, messages })
})
