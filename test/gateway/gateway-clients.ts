import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import Anthropic from '@anthropic-ai/sdk'
import { createAnthropic } from '@ai-sdk/anthropic'
import { ChatAnthropic } from '@langchain/anthropic'
import { generateText, streamText, tool } from 'ai'
import Anthropic0 from 'anthropic-sdk-0'
import { z } from 'zod'
import { region, sonnet45 } from '../foreign/local-bedrock.js'
import { converse, invoke } from './aws-clients.js'
import { messages, prompt, thinking, weather } from './gateway-client.js'
import type { Asked, GatewayClient } from './gateway-client.js'
import { key } from './local-gateway.js'

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
