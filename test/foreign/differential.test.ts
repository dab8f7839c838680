import {
  BedrockRuntimeServiceException,
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { type Message, MessageAccumulator } from '@outcrop/wire/anthropic'
import { describe, expect, test } from 'vitest'
import { readChunks, readEvents, runtimeClient } from './aws-sdk.js'
import type { Answered, Operation, Refused, Row } from './differential/row.js'
import { table } from './differential/table.js'
import { expiredSession, localBedrock, scrubEnvironment, unknownKey, wrongSecret } from './local-bedrock.js'

scrubEnvironment()
// The facts' day, so that models stay in service; clients sign by the machine's clock, however far that has gone.
const facts = { now: () => new Date('2026-11-22T12:00:00Z'), clockSkewSeconds: Number.POSITIVE_INFINITY }
const local = localBedrock(facts)
const unreviewed = localBedrock({ ...facts, dataRetention: 'default' })

const prompt = 'Write a median function in TypeScript'
const invokeBody = (change: object) =>
  JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 2048,
    messages: [{ role: 'user', content: prompt }],
    ...change,
  })
const converseInput = (modelId: string, change: object): ConverseCommandInput => ({
  modelId,
  messages: [{ role: 'user', content: [{ text: prompt }] }],
  inferenceConfig: { maxTokens: 2048 },
  ...change,
})

function clientFor({ caller, region }: Row) {
  const options = { ...(region !== undefined && { region }), maxAttempts: 1 }
  const keys = { expired: expiredSession, wrongSecret, unknownKey }
  if (caller === 'unreviewed') return runtimeClient(unreviewed.url, options)
  if (caller === 'badBearer')
    return runtimeClient(local.url, {
      ...options,
      token: { token: 'bedrock-api-key-of-nobody' },
      authSchemePreference: ['httpBearerAuth'],
    })
  return runtimeClient(local.url, { ...options, ...(caller !== undefined && { credentials: keys[caller] }) })
}

type Outcome = Omit<Answered, 'status'> & { readonly status: number | undefined }

function ofMessage(status: number | undefined, message: Message): Outcome {
  const { usage, model, stop_reason: stopReason, content } = message
  expect(message.id).toMatch(/^msg_bdrk_\w+$/)
  expect(usage.output_tokens).toBeGreaterThan(0)
  const cached = { read: usage.cache_read_input_tokens ?? 0, written: usage.cache_creation_input_tokens ?? 0 }
  return { status, model, stopReason: String(stopReason), content: content.map(({ type }) => type), cached }
}

const kinds = { toolUse: 'tool_use', reasoningContent: 'thinking', text: 'text' }
const kindOf = (block: object) => Object.entries(kinds).find(([member]) => member in block)?.[1] ?? 'unknown'
const kindsOf = (blocks: readonly ContentBlock[]) => blocks.map(kindOf)

/** What blocks a stream of Converse speaks of, by the first that it says of each. */
function streamedKinds(events: readonly ConverseStreamOutput[]): string[] {
  const found = new Map<number, string>()
  for (const { contentBlockStart, contentBlockDelta } of events) {
    const said = contentBlockStart ?? contentBlockDelta
    const what = contentBlockStart?.start ?? contentBlockDelta?.delta
    const index = said?.contentBlockIndex
    if (index !== undefined && what !== undefined && !found.has(index)) found.set(index, kindOf(what))
  }
  return [...found.values()]
}

const operations: Readonly<Record<Operation, (row: Row) => Promise<Outcome>>> = {
  InvokeModel: async (row) => {
    const command = new InvokeModelCommand({ modelId: row.modelId, body: invokeBody(row.change) })
    const { body, $metadata } = await clientFor(row).send(command)
    return ofMessage($metadata.httpStatusCode, JSON.parse(new TextDecoder().decode(body)) as Message)
  },
  InvokeModelWithResponseStream: async (row) => {
    const command = new InvokeModelWithResponseStreamCommand({ modelId: row.modelId, body: invokeBody(row.change) })
    const { body, $metadata } = await clientFor(row).send(command)
    const events = await readChunks(body)
    expect(events.at(-1)).toHaveProperty('amazon-bedrock-invocationMetrics.outputTokenCount')
    const accumulator = new MessageAccumulator()
    for (const event of events) accumulator.push(event)
    expect(accumulator.complete).toBe(true)
    return ofMessage($metadata.httpStatusCode, accumulator.snapshot()!)
  },
  Converse: async (row) => {
    const answer = await clientFor(row).send(new ConverseCommand(converseInput(row.modelId, row.change)))
    const { stopReason, output, $metadata } = answer
    expect(answer.usage?.outputTokens).toBeGreaterThan(0)
    return { status: $metadata.httpStatusCode, stopReason: stopReason!, content: kindsOf(output!.message!.content!) }
  },
  ConverseStream: async (row) => {
    const answer = await clientFor(row).send(new ConverseStreamCommand(converseInput(row.modelId, row.change)))
    const events = await readEvents(answer.stream)
    expect(events.at(-1)?.metadata?.usage?.outputTokens).toBeGreaterThan(0)
    const stopReason = events.at(-2)!.messageStop!.stopReason!
    return { status: answer.$metadata.httpStatusCode, stopReason, content: streamedKinds(events) }
  },
  CountTokens: async (row) => {
    const { invoke } = row.change as { readonly invoke?: object }
    const { messages } = converseInput(row.modelId, {})
    const input = invoke
      ? { invokeModel: { body: new TextEncoder().encode(invokeBody(invoke)) } }
      : { converse: { messages } }
    const answer = await clientFor(row).send(new CountTokensCommand({ modelId: row.modelId, input }))
    expect(answer.inputTokens).toBeGreaterThan(0)
    return { status: answer.$metadata.httpStatusCode, counted: true }
  },
}

async function outcomeOf(row: Row): Promise<Outcome | Refused> {
  try {
    return await operations[row.operation](row)
  } catch (error) {
    if (!(error instanceof BedrockRuntimeServiceException)) throw error
    return { status: error.$metadata.httpStatusCode!, error: error.name, message: error.message }
  }
}

const pattern = (message: string | RegExp): unknown =>
  typeof message === 'string' ? message : expect.stringMatching(message)

/** Of a refusal everything is known; of an answer what the row tells. */
const wanted = (expected: Row['expected']): object =>
  'error' in expected ? { ...expected, message: pattern(expected.message) } : expected

describe('as the facts have it', () => {
  test.each(table.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    expect(await outcomeOf(row)).toMatchObject(wanted(row.expected))
  })
})

test('the table is long enough, says every thing once, and says whence', () => {
  expect(table.length).toBeGreaterThanOrEqual(60)
  expect(new Set(table.map(({ name }) => name)).size).toBe(table.length)
  expect(table.filter(({ fact }) => !/^(bedrock \d+(\.\d+)?|wire (errors|facts|clients \d+))$/.test(fact))).toEqual([])
  expect(new Set(table.map(({ operation }) => operation)).size).toBe(5)
})
