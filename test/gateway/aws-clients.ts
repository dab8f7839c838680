import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'
import { region, sonnet45 } from '../foreign/local-bedrock.js'
import { messages, prompt, schema, thinking, weather } from './gateway-client.js'
import type { GatewayClient } from './gateway-client.js'
import { key } from './local-gateway.js'

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

export const converse: GatewayClient = {
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

export const invoke: GatewayClient = {
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
