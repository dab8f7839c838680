import { Buffer } from 'node:buffer'
import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock'
import { createBedrockAnthropic } from '@ai-sdk/amazon-bedrock/anthropic'
import { type LanguageModel, type ModelMessage, Output, generateText, stepCountIs, streamText, tool } from 'ai'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { credentials, localBedrock, opus48, region, scrubEnvironment, sonnet45 } from './local-bedrock.js'

scrubEnvironment()
const local = localBedrock()
beforeEach(() => local.emulator.reset())

/** The provider's two ways to Claude on Bedrock. */
const ways = [
  {
    way: 'Converse',
    operations: ['Converse', 'ConverseStream'],
    model: (id: string): LanguageModel => createAmazonBedrock({ region, baseURL: local.url, ...credentials })(id),
  },
  {
    way: 'InvokeModel',
    operations: ['InvokeModel', 'InvokeModelWithResponseStream'],
    model: (id: string): LanguageModel => createBedrockAnthropic({ region, baseURL: local.url, ...credentials })(id),
  },
] as const

const tools = {
  get_weather: tool({
    description: 'The weather of a city',
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => `21 degrees in ${city}`,
  }),
  book_ticket: tool({
    description: 'Books a ticket',
    inputSchema: z.object({ destination: z.string(), class: z.enum(['first', 'second']) }),
    execute: ({ destination, class: seat }) => ({ destination, seat, price: 99 }),
  }),
}
const once = { maxRetries: 0, maxOutputTokens: 400 } as const
const loop = { ...once, tools, stopWhen: stepCountIs(5) } as const
const prompt = 'Write a median function in TypeScript'
const questions = ['What is the weather in Paris?', 'Then book a ticket there', 'Thanks, that was all']
const calls = [['get_weather'], ['book_ticket'], []]
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const statuses = () => local.emulator.requests().map(({ operation, status }) => [operation, status])

describe.each(ways)('a conversation of the AI SDK over $way', ({ model, operations }) => {
  test.each([sonnet45, opus48])('goes on with %s over several turns and both tools', async (id) => {
    const messages: ModelMessage[] = []
    const called: string[][] = []
    for (const content of questions) {
      messages.push({ role: 'user', content })
      const { response, steps, text } = await generateText({ model: model(id), system: 'Be brief', messages, ...loop })
      expect(text).not.toBe('')
      called.push(steps.flatMap(({ toolResults }) => toolResults.map(({ toolName }) => toolName)))
      messages.push(...response.messages)
    }
    expect(called).toEqual(calls)
    expect(statuses()).toEqual(Array.from({ length: 5 }, () => [operations[0], 200]))
  })

  test('goes on streaming, and sums the usage of its steps', async () => {
    const messages: ModelMessage[] = []
    const called: string[][] = []
    let output = 0
    for (const content of questions) {
      messages.push({ role: 'user', content })
      const stream = streamText({ model: model(sonnet45), messages, ...loop })
      await stream.consumeStream()
      const steps = await stream.steps
      called.push(steps.flatMap(({ toolResults }) => toolResults.map(({ toolName }) => toolName)))
      output += (await stream.totalUsage).outputTokens!
      messages.push(...(await stream.response).messages)
    }
    expect(called).toEqual(calls)
    expect(statuses()).toEqual(Array.from({ length: 5 }, () => [operations[1], 200]))
    expect(output).toBe(local.emulator.requests().reduce((sum, { usage }) => sum + usage!.output_tokens, 0))
  })

  test('has structured output, whole and streamed', async () => {
    const schema = z.object({ name: z.string(), age: z.number(), hobbies: z.array(z.string()) })
    const wanted = {
      model: model(sonnet45),
      prompt: 'Describe a person named Ada',
      ...once,
      output: Output.object({ schema }),
    }
    const { output } = await generateText(wanted)
    expect(schema.parse(output)).toEqual(output)
    const stream = streamText(wanted)
    await stream.consumeStream()
    expect(await stream.output).toEqual(output)
  })

  test('reads images, which cost tokens', async () => {
    const question = { type: 'text', text: 'What is this?' } as const
    const picture = { type: 'image', image: Buffer.from(onePixel, 'base64'), mediaType: 'image/png' } as const
    const ask = (content: (typeof question | typeof picture)[]) =>
      generateText({ model: model(sonnet45), messages: [{ role: 'user', content }], ...once })
    const blind = await ask([question])
    const seeing = await ask([question, picture])
    expect(seeing.text).not.toBe('')
    expect(seeing.usage.inputTokens).toBeGreaterThan(blind.usage.inputTokens! + 1000)
  })

  test('ends at stop sequences, whole and streamed', async () => {
    const whole = await generateText({ model: model(sonnet45), prompt, ...once })
    const end = whole.text.indexOf('```')
    expect(end).toBeGreaterThan(0)
    const wanted = { model: model(sonnet45), prompt, ...once, stopSequences: ['```'] }
    const stopped = await generateText(wanted)
    expect(stopped.text).toBe(whole.text.slice(0, end))
    expect(stopped.finishReason).toBe('stop')
    expect(await streamText(wanted).text).toBe(stopped.text)
  })

  test('hears the usage of a stream as the emulator’s journal has it', async () => {
    const stream = streamText({ model: model(sonnet45), prompt, ...once })
    await stream.consumeStream()
    const { usage } = local.emulator.requests().at(-1)!
    expect(await stream.usage).toMatchObject({ inputTokens: usage!.input_tokens, outputTokens: usage!.output_tokens })
  })
})
