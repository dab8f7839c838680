import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock'
import { createBedrockAnthropic } from '@ai-sdk/amazon-bedrock/anthropic'
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { ChatBedrockConverse } from '@langchain/aws'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { type LanguageModel, generateText, streamText } from 'ai'
import { credentials, opus48, region } from './local-bedrock.js'

/** What a caller of a client has in the end. */
export interface Seen {
  text: string
  /** Why the model stopped, in the client's words; absent where the client does not say. */
  finish?: string
  /** What the caller catches. */
  error?: { readonly name: string; readonly message: string; readonly status?: number }
}

export type ClientKey = 'aws2' | 'aws1' | 'raw' | 'final' | 'converse' | 'invoke' | 'langchain'

export interface FaultClient {
  readonly key: ClientKey
  readonly name: string
  /** The operations that it calls, for a stream and for a whole answer. */
  readonly operations: { readonly stream: string; readonly whole: string }
  stream(call: Calling, seen: Seen): Promise<void>
  whole(call: Calling, seen: Seen): Promise<void>
}

export interface Calling {
  readonly url: string
  /** Whether the client may try again, as it does by itself. */
  readonly patient?: boolean
  readonly signal?: AbortSignal
}

const prompt = 'Write a median function in TypeScript'
const maxTokens = 120
const converse = { stream: 'ConverseStream', whole: 'Converse' }
const invoke = { stream: 'InvokeModelWithResponseStream', whole: 'InvokeModel' }

function awsClient(key: ClientKey, name: string, handler: () => object): FaultClient {
  const using = async (call: Calling, work: (client: BedrockRuntimeClient) => Promise<void>) => {
    const { url, patient } = call
    const attempts = patient ? {} : { maxAttempts: 1 }
    const client = new BedrockRuntimeClient({ endpoint: url, region, credentials, ...handler(), ...attempts })
    try {
      await work(client)
    } finally {
      client.destroy()
    }
  }
  const input = {
    modelId: opus48,
    messages: [{ role: 'user' as const, content: [{ text: prompt }] }],
    inferenceConfig: { maxTokens },
  }
  const options = ({ signal }: Calling) => (signal ? { abortSignal: signal } : {})
  return {
    key,
    name,
    operations: converse,
    stream: (call, seen) =>
      using(call, async (client) => {
        const { stream } = await client.send(new ConverseStreamCommand(input), options(call))
        for await (const { contentBlockDelta, messageStop } of stream ?? []) {
          seen.text += contentBlockDelta?.delta?.text ?? ''
          if (messageStop?.stopReason) seen.finish = messageStop.stopReason
        }
      }),
    whole: (call, seen) =>
      using(call, async (client) => {
        const { output, stopReason } = await client.send(new ConverseCommand(input), options(call))
        seen.text = output?.message?.content?.map(({ text }) => text ?? '').join('') ?? ''
        if (stopReason) seen.finish = stopReason
      }),
  }
}

function anthropic({ url, patient }: Calling): AnthropicBedrock {
  return new AnthropicBedrock({
    baseURL: url,
    awsRegion: region,
    awsAccessKey: credentials.accessKeyId,
    awsSecretKey: credentials.secretAccessKey,
    ...(!patient && { maxRetries: 0 }),
  })
}

const params = { model: opus48, max_tokens: maxTokens, messages: [{ role: 'user' as const, content: prompt }] }
const withSignal = ({ signal }: Calling) => (signal ? { signal } : {})

async function wholeAnthropic(call: Calling, seen: Seen): Promise<void> {
  const { content, stop_reason } = await anthropic(call).messages.create(params, withSignal(call))
  seen.text = content.map((block) => (block.type === 'text' ? block.text : '')).join('')
  if (stop_reason) seen.finish = stop_reason
}

const bedrockSdk: FaultClient = {
  key: 'raw',
  name: 'bedrock-sdk, create({ stream: true })',
  operations: invoke,
  async stream(call, seen) {
    const stream = await anthropic(call).messages.create({ ...params, stream: true }, withSignal(call))
    for await (const event of stream) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') seen.text += event.delta.text
      if (event.type === 'message_delta' && event.delta.stop_reason) seen.finish = event.delta.stop_reason
    }
  },
  whole: wholeAnthropic,
}

const bedrockSdkMessage: FaultClient = {
  key: 'final',
  name: 'bedrock-sdk, stream().finalMessage()',
  operations: invoke,
  async stream(call, seen) {
    const stream = anthropic(call).messages.stream(params, withSignal(call))
    stream.on('text', (delta) => (seen.text += delta))
    const { stop_reason } = await stream.finalMessage()
    if (stop_reason) seen.finish = stop_reason
  },
  whole: wholeAnthropic,
}

function aiSdk(key: 'converse' | 'invoke', model: (url: string) => LanguageModel): FaultClient {
  const asked = ({ url, patient, signal }: Calling) => ({
    model: model(url),
    prompt,
    maxOutputTokens: maxTokens,
    ...(!patient && { maxRetries: 0 }),
    ...(signal && { abortSignal: signal }),
  })
  return {
    key,
    name: key === 'converse' ? 'AI SDK, Converse' : 'AI SDK, InvokeModel',
    operations: key === 'converse' ? converse : invoke,
    async stream(call, seen) {
      for await (const part of streamText({ ...asked(call), onError: () => {} }).fullStream) {
        if (part.type === 'text-delta') seen.text += part.text
        if (part.type === 'finish') seen.finish = part.finishReason
        if (part.type === 'error') throw part.error
        if (part.type === 'abort') throw new DOMException('aborted', 'AbortError')
      }
    },
    async whole(call, seen) {
      const { text, finishReason } = await generateText(asked(call))
      Object.assign(seen, { text, finish: finishReason })
    },
  }
}

const keys = { region, ...credentials }

function chat({ url, patient }: Calling): ChatBedrockConverse {
  // It has no option for a plain HTTP endpoint; the AWS SDK beneath it reads the variable when it sends.
  process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'] = url
  return new ChatBedrockConverse({
    model: opus48,
    region,
    credentials,
    maxTokens,
    ...(!patient && { maxRetries: 0, clientOptions: { maxAttempts: 1 } }),
  })
}

const langchain: FaultClient = {
  key: 'langchain',
  name: '@langchain/aws',
  operations: converse,
  async stream(call, seen) {
    for await (const chunk of await chat(call).stream(prompt, withSignal(call))) {
      seen.text += chunk.text
      const { messageStop } = chunk.response_metadata as { messageStop?: { stopReason?: string } }
      if (messageStop?.stopReason) seen.finish = messageStop.stopReason
    }
  },
  async whole(call, seen) {
    const answer = await chat(call).invoke(prompt, withSignal(call))
    seen.text = answer.text
    const { stopReason } = answer.response_metadata as { stopReason?: string }
    if (stopReason) seen.finish = stopReason
  },
}

/** Clients that were not made for the emulator, in the ways in which they are mostly used. */
export const faultClients: readonly FaultClient[] = [
  awsClient('aws2', 'AWS SDK, HTTP/2', () => ({})),
  awsClient('aws1', 'AWS SDK, HTTP/1.1', () => ({ requestHandler: new NodeHttpHandler() })),
  bedrockSdk,
  bedrockSdkMessage,
  aiSdk('converse', (url) => createAmazonBedrock({ ...keys, baseURL: url })(opus48)),
  aiSdk('invoke', (url) => createBedrockAnthropic({ ...keys, baseURL: url })(opus48)),
  langchain,
]

/** Has a client make one call, and puts what its caller has into `seen`; never rejects. */
export async function observe(
  client: FaultClient,
  way: 'stream' | 'whole',
  call: Calling,
  seen: Seen = { text: '' },
): Promise<Seen> {
  try {
    await client[way](call, seen)
  } catch (error) {
    const { name, message, status, statusCode, $metadata } = error as Error & {
      status?: number
      statusCode?: number
      $metadata?: { httpStatusCode?: number }
    }
    const code = status ?? statusCode ?? $metadata?.httpStatusCode
    seen.error = { name, message, ...(code !== undefined && { status: code }) }
  }
  return seen
}
