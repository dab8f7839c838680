import { ChatBedrockConverse } from '@langchain/aws'
import {
  type AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  type UsageMetadata,
} from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { credentials, localBedrock, opus48, region, scrubEnvironment, sonnet45 } from './local-bedrock.js'

scrubEnvironment()
const local = localBedrock()

// It has no option for a plain HTTP endpoint; the AWS SDK beneath it reads the variable when it sends.
beforeEach(() => {
  process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'] = local.url
  local.emulator.reset()
})

const chat = (model = sonnet45) =>
  new ChatBedrockConverse({ model, region, credentials, maxTokens: 400, maxRetries: 0 })

const weather = tool(({ city }) => `21 degrees in ${city}`, {
  name: 'get_weather',
  description: 'The weather of a city',
  schema: z.object({ city: z.string() }),
})
const ticket = tool(({ destination, class: seat }) => ({ destination, seat, price: 99 }), {
  name: 'book_ticket',
  description: 'Books a ticket',
  schema: z.object({ destination: z.string(), class: z.enum(['first', 'second']) }),
})
const tools = [weather, ticket]

async function gather(stream: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk> {
  let whole: AIMessageChunk | undefined
  for await (const chunk of stream) whole = whole === undefined ? chunk : whole.concat(chunk)
  return whole!
}

// Its own type of the answer knows of no usage.
const tokensRead = ({ usage_metadata: usage }: { readonly usage_metadata?: unknown }) =>
  (usage as UsageMetadata).input_tokens

/** Asks, runs the tools that are called, and asks again until there are none. */
async function talk(history: BaseMessage[], answer: (history: BaseMessage[]) => Promise<AIMessage>): Promise<string[]> {
  const called: string[] = []
  for (let round = 0; round < 5; round++) {
    const message = await answer(history)
    history.push(message)
    if (!message.tool_calls?.length) return called
    for (const call of message.tool_calls) {
      called.push(call.name)
      const wanted = { ...call, type: 'tool_call' as const }
      history.push(call.name === weather.name ? await weather.invoke(wanted) : await ticket.invoke(wanted))
    }
  }
  throw new Error('The conversation does not end')
}

const ways = [
  ['whole', (model: string) => (history: BaseMessage[]) => chat(model).bindTools(tools).invoke(history), 'Converse'],
  [
    'streamed',
    (model: string) => async (history: BaseMessage[]) => gather(await chat(model).bindTools(tools).stream(history)),
    'ConverseStream',
  ],
] as const

describe.each(ways)('a conversation of LangChain, %s', (_way, answer, operation) => {
  test.each([sonnet45, opus48])('goes on with %s over several turns and both tools', async (model) => {
    const history: BaseMessage[] = [new SystemMessage('Be brief'), new HumanMessage('What is the weather in Paris?')]
    expect(await talk(history, answer(model))).toEqual(['get_weather'])
    history.push(new HumanMessage('Then book a ticket there'))
    expect(await talk(history, answer(model))).toEqual(['book_ticket'])
    history.push(new HumanMessage('Thanks, that was all'))
    expect(await talk(history, answer(model))).toEqual([])
    expect(history.map((message) => message.type)).toEqual([
      'system',
      'human',
      'ai',
      'tool',
      'ai',
      'human',
      'ai',
      'tool',
      'ai',
      'human',
      'ai',
    ])
    expect(local.emulator.requests().map((entry) => [entry.operation, entry.status])).toEqual(
      Array.from({ length: 5 }, () => [operation, 200]),
    )
    // What it remembers is sent again, so every request reads more than the one before.
    const read = local.emulator.requests().map(({ usage }) => usage!.input_tokens)
    expect(read).toEqual(read.toSorted((a, b) => a - b))
    expect(new Set(read).size).toBe(5)
  })
})

describe('LangChain’s', () => {
  const person = z.object({ name: z.string(), age: z.number().int(), hobbies: z.array(z.string()) })

  test('structured output, by a forced tool', async () => {
    const found = await chat().withStructuredOutput(person).invoke('Describe a person named Ada')
    expect(person.parse(found)).toEqual(found)
    const { body } = local.emulator.requests().at(-1)!.request as { readonly body: object }
    expect(body).toMatchObject({ toolConfig: { toolChoice: { tool: { name: expect.any(String) } } } })
  })

  test('structured output on a model that cannot be forced is refused', async () => {
    const answer = chat('us.anthropic.claude-sonnet-5-5').withStructuredOutput(person).invoke('Describe a person')
    await expect(answer).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('tool_choice'),
    })
  })

  test('images are read, and cost tokens', async () => {
    const question = { type: 'text', text: 'What is this?' }
    const picture = { type: 'image_url', image_url: { url: `data:image/png;base64,${onePixel}` } }
    const blind = await chat().invoke([new HumanMessage({ content: [question] })])
    const seeing = await chat().invoke([new HumanMessage({ content: [question, picture] })])
    expect(seeing.text).not.toBe('')
    expect(tokensRead(seeing)).toBeGreaterThan(tokensRead(blind) + 1000)
  })

  test('stop sequences end the answer, whole and streamed', async () => {
    const prompt = 'Write a median function in TypeScript'
    const whole = await chat().invoke(prompt)
    const end = whole.text.indexOf('```')
    expect(end).toBeGreaterThan(0)
    const stopped = await chat().invoke(prompt, { stop: ['```'] })
    expect(stopped.text).toBe(whole.text.slice(0, end))
    expect(stopped.response_metadata).toMatchObject({ stopReason: 'stop_sequence' })
    const streamed = await gather(await chat().stream(prompt, { stop: ['```'] }))
    expect(streamed.text).toBe(stopped.text)
  })

  test('usage in a stream is counted once, and as the emulator’s journal has it', async () => {
    const streamed = await gather(await chat().stream('What is a median?'))
    const { usage } = local.emulator.requests().at(-1)!
    expect(streamed.usage_metadata).toMatchObject({
      input_tokens: usage!.input_tokens,
      output_tokens: usage!.output_tokens,
      total_tokens: usage!.input_tokens + usage!.output_tokens,
    })
  })
})

const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
