import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import Anthropic from '@anthropic-ai/sdk'
import { createAnthropic } from '@ai-sdk/anthropic'
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'
import { ChatAnthropic } from '@langchain/anthropic'
import { generateText, streamText, tool } from 'ai'
import Anthropic0 from 'anthropic-sdk-0'
import { z } from 'zod'
import { region, sonnet45 } from '../foreign/local-bedrock.js'
import { key } from './local-gateway.js'

/** Where the gateway is, and which model is asked for. */
interface Asked {
  readonly url: string
  readonly model?: string
}

interface ToolCall {
  readonly name: string
  readonly input: unknown
}

/** One foreign client, and what it does with a gateway in front of Bedrock. */
export interface GatewayClient {
  readonly name: string
  /** The whole answer's text. */
  unary(asked: Asked): Promise<string>
  /** The same, put together from pieces. */
  stream(asked: Asked): Promise<string>
  tool(asked: Asked): Promise<ToolCall | undefined>
  /** What the model thought, streamed. */
  think(asked: Asked): Promise<string>
  /** Reads the first piece of a long answer, and leaves. */
  abort(asked: Asked): Promise<void>
}

const prompt = 'Write a median function in TypeScript'
const messages = [{ role: 'user' as const, content: prompt }]
const schema = { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] }
const weather = { name: 'weather', description: 'Weather of a city', input_schema: schema }
const thinking = { type: 'enabled' as const, budget_tokens: 1024 }

type MessagesSdk = Pick<Anthropic, 'messages'>

/** Anthropic's SDKs have one face, whatever stands behind it. */
function anthropicClient(name: string, sdk: (url: string) => MessagesSdk, usual: string): GatewayClient {
  const params = (model = usual) => ({ model, max_tokens: 300, messages })
  const textOf = ({ content }: Anthropic.Message) =>
    content.map((block) => (block.type === 'text' ? block.text : '')).join('')
  return {
    name,
    unary: async ({ url, model }) => textOf(await sdk(url).messages.create(params(model))),
    stream: async ({ url, model }) => textOf(await sdk(url).messages.stream(params(model)).finalMessage()),
    async tool({ url }) {
      const asked = { ...params(), tools: [weather], tool_choice: { type: 'any' as const } }
      const { content } = await sdk(url).messages.stream(asked).finalMessage()
      return content.find((block) => block.type === 'tool_use')
    },
    async think({ url }) {
      const { content } = await sdk(url)
        .messages.stream({ ...params(), max_tokens: 2000, thinking })
        .finalMessage()
      return content[0]?.type === 'thinking' ? content[0].thinking : ''
    },
    async abort({ url }) {
      for await (const event of await sdk(url).messages.create({ ...params(), stream: true })) {
        if (event.type === 'content_block_delta') return
      }
    },
  }
}

const aiSdk: GatewayClient = {
  name: '@ai-sdk/anthropic',
  async unary(asked) {
    return (await generateText({ ...aiAsked(asked), prompt })).text
  },
  async stream(asked) {
    let text = ''
    for await (const part of streamText({ ...aiAsked(asked), prompt, onError: () => {} }).fullStream) {
      if (part.type === 'text-delta') text += part.text
      if (part.type === 'error') throw part.error
    }
    return text
  },
  async tool(asked) {
    const inputSchema = z.object({ city: z.string() })
    const tools = { weather: tool({ description: 'Weather', inputSchema, execute: ({ city }) => `Rain in ${city}` }) }
    const { toolCalls } = await generateText({ ...aiAsked(asked), prompt, tools, toolChoice: 'required' })
    return toolCalls[0] && { name: toolCalls[0].toolName, input: toolCalls[0].input }
  },
  async think(asked) {
    const providerOptions = { anthropic: { thinking: { type: 'enabled' as const, budgetTokens: 1024 } } }
    const stream = streamText({ ...aiAsked(asked), prompt, maxOutputTokens: 800, providerOptions })
    return (await stream.reasoningText) ?? ''
  },
  async abort(asked) {
    const leaving = new AbortController()
    const stream = streamText({ ...aiAsked(asked), prompt, abortSignal: leaving.signal, onError: () => {} })
    for await (const part of stream.fullStream) if (part.type === 'text-delta') leaving.abort()
  },
}

function aiAsked({ url, model = 'claude-sonnet-4-5' }: Asked) {
  const provider = createAnthropic({ baseURL: `${url}/v1`, apiKey: key })
  return { model: provider(model), maxRetries: 0, maxOutputTokens: 300 }
}

const langchain: GatewayClient = {
  name: '@langchain/anthropic',
  async unary(asked) {
    return (await chat(asked).invoke(prompt)).text
  },
  async stream(asked) {
    let text = ''
    for await (const piece of await chat(asked).stream(prompt)) text += piece.text
    return text
  },
  async tool(asked) {
    const bound = chat(asked).bindTools([weather], { tool_choice: 'any' })
    const [call] = (await bound.invoke(prompt)).tool_calls ?? []
    return call && { name: call.name, input: call.args }
  },
  async think(asked) {
    let thought = ''
    const thinker = chat(asked, { thinking, maxTokens: 2000 })
    for await (const { content } of await thinker.stream(prompt)) {
      if (!Array.isArray(content)) continue
      for (const block of content as { type: string; thinking?: string }[]) thought += block.thinking ?? ''
    }
    return thought
  },
  async abort(asked) {
    const leaving = new AbortController()
    try {
      for await (const { text } of await chat(asked).stream(prompt, { signal: leaving.signal })) {
        if (text !== '') leaving.abort()
      }
    } catch {
      // That it is told of its own abort is its affair.
    }
  },
}

function chat({ url, model = 'claude-sonnet-4-5' }: Asked, more: object = {}): ChatAnthropic {
  return new ChatAnthropic({ model, apiKey: key, anthropicApiUrl: url, maxRetries: 0, maxTokens: 300, ...more })
}

/** AWS's SDK with the gateway's key, closed after each use. */
async function withAws<Result>(url: string, use: (client: BedrockRuntimeClient) => Promise<Result>): Promise<Result> {
  const client = new BedrockRuntimeClient({
    endpoint: url,
    region,
    maxAttempts: 1,
    token: { token: key },
    authSchemePreference: ['httpBearerAuth'],
  })
  try {
    return await use(client)
  } finally {
    client.destroy()
  }
}

const converseInput = (modelId = sonnet45) => ({
  modelId,
  messages: [{ role: 'user' as const, content: [{ text: prompt }] }],
  inferenceConfig: { maxTokens: 300 },
})
const textOfBlocks = (blocks: readonly ContentBlock[] = []) => blocks.map(({ text }) => text ?? '').join('')

const converse: GatewayClient = {
  name: '@aws-sdk/client-bedrock-runtime, Converse',
  unary: ({ url, model }) =>
    withAws(url, async (client) => {
      const { output } = await client.send(new ConverseCommand(converseInput(model)))
      return textOfBlocks(output?.message?.content)
    }),
  stream: ({ url, model }) =>
    withAws(url, async (client) => {
      const { stream } = await client.send(new ConverseStreamCommand(converseInput(model)))
      let text = ''
      for await (const { contentBlockDelta } of stream ?? []) text += contentBlockDelta?.delta?.text ?? ''
      return text
    }),
  tool: ({ url }) =>
    withAws(url, async (client) => {
      const spec = { name: 'weather', description: 'Weather', inputSchema: { json: schema } }
      const toolConfig = { tools: [{ toolSpec: spec }], toolChoice: { any: {} } }
      const { output } = await client.send(new ConverseCommand({ ...converseInput(), toolConfig }))
      const call = output?.message?.content?.find(({ toolUse }) => toolUse !== undefined)?.toolUse
      return call && { name: call.name ?? '', input: call.input }
    }),
  think: ({ url }) =>
    withAws(url, async (client) => {
      const fields = { additionalModelRequestFields: { thinking }, inferenceConfig: { maxTokens: 2000 } }
      const { stream } = await client.send(new ConverseStreamCommand({ ...converseInput(), ...fields }))
      let thought = ''
      for await (const { contentBlockDelta } of stream ?? []) {
        thought += contentBlockDelta?.delta?.reasoningContent?.text ?? ''
      }
      return thought
    }),
  abort: ({ url }) =>
    withAws(url, async (client) => {
      const leaving = new AbortController()
      const sent = client.send(new ConverseStreamCommand(converseInput()), { abortSignal: leaving.signal })
      for await (const { contentBlockDelta } of (await sent).stream ?? []) if (contentBlockDelta) break
      leaving.abort()
    }),
}

const invokeBody = (more: object = {}) =>
  JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 300, messages, ...more })

/** One of Anthropic's messages or events, as far as it is looked at. */
interface Said {
  readonly content?: readonly {
    readonly type: string
    readonly text?: string
    readonly name?: string
    readonly input?: unknown
  }[]
  readonly delta?: { readonly text?: string; readonly thinking?: string }
}

const read = (bytes: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(bytes)) as Said

async function invokeStreamed(url: string, body: string, take: (said: Said) => boolean, modelId = sonnet45) {
  await withAws(url, async (client) => {
    const leaving = new AbortController()
    const command = new InvokeModelWithResponseStreamCommand({ modelId, body })
    const { body: chunks } = await client.send(command, { abortSignal: leaving.signal })
    for await (const { chunk } of chunks ?? []) {
      if (take(read(chunk?.bytes))) continue
      leaving.abort()
      break
    }
  })
}

const invoke: GatewayClient = {
  name: '@aws-sdk/client-bedrock-runtime, InvokeModel',
  unary: ({ url, model = sonnet45 }) =>
    withAws(url, async (client) => {
      const { body } = await client.send(new InvokeModelCommand({ modelId: model, body: invokeBody() }))
      return (read(body).content ?? []).map(({ text }) => text ?? '').join('')
    }),
  async stream({ url, model }) {
    let text = ''
    const take = ({ delta }: Said) => {
      text += delta?.text ?? ''
      return true
    }
    await invokeStreamed(url, invokeBody(), take, model)
    return text
  },
  tool: ({ url }) =>
    withAws(url, async (client) => {
      const body = invokeBody({ tools: [weather], tool_choice: { type: 'any' } })
      const { body: answer } = await client.send(new InvokeModelCommand({ modelId: sonnet45, body }))
      const call = read(answer).content?.find(({ type }) => type === 'tool_use')
      return call && { name: call.name ?? '', input: call.input }
    }),
  async think({ url }) {
    let thought = ''
    const body = invokeBody({ thinking, max_tokens: 2000 })
    await invokeStreamed(url, body, ({ delta }) => {
      thought += delta?.thinking ?? ''
      return true
    })
    return thought
  },
  abort: ({ url }) => invokeStreamed(url, invokeBody(), ({ delta }) => delta === undefined),
}

/** All of the foreign clients in JavaScript that the gateway is made for. */
export const gatewayClients: readonly GatewayClient[] = [
  anthropicClient(
    '@anthropic-ai/sdk 1.x',
    (url) => new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 }),
    'claude-sonnet-4-5',
  ),
  anthropicClient(
    '@anthropic-ai/sdk 0.x',
    (url) => new Anthropic0({ baseURL: url, apiKey: key, maxRetries: 0 }) as unknown as Anthropic,
    'claude-sonnet-4-5',
  ),
  anthropicClient(
    '@anthropic-ai/bedrock-sdk',
    (url) =>
      new AnthropicBedrock({ baseURL: url, awsRegion: region, apiKey: key, maxRetries: 0 }) as unknown as Anthropic,
    sonnet45,
  ),
  aiSdk,
  langchain,
  converse,
  invoke,
]
