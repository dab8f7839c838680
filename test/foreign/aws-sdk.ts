import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  type ConverseStreamOutput,
  type ResponseStream,
} from '@aws-sdk/client-bedrock-runtime'
import type { StreamEvent } from '@outcrop/wire/anthropic'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { onTestFinished } from 'vitest'
import { credentials, region } from './local-bedrock.js'

/** The AWS SDK's two ways over the wire: the first is what it does by itself. */
export const protocols = [
  { protocol: 'HTTP/2, its default', httpVersion: '2.0', handler: () => ({}) },
  { protocol: 'HTTP/1.1', httpVersion: '1.1', handler: () => ({ requestHandler: new NodeHttpHandler() }) },
] as const

/** A client that lives as long as the running test. */
export function runtimeClient(url: string, options: BedrockRuntimeClientConfig = {}): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({ endpoint: url, region, credentials, ...options })
  onTestFinished(() => client.destroy())
  return client
}

/** Reads the Anthropic events out of an InvokeModelWithResponseStream. */
export async function readChunks(body: AsyncIterable<ResponseStream> | undefined): Promise<StreamEvent[]> {
  const events: StreamEvent[] = []
  for await (const { chunk } of body ?? [])
    events.push(JSON.parse(new TextDecoder().decode(chunk?.bytes)) as StreamEvent)
  return events
}

/** Reads a ConverseStream to its end. */
export async function readEvents(
  stream: AsyncIterable<ConverseStreamOutput> | undefined,
): Promise<ConverseStreamOutput[]> {
  const events = []
  for await (const event of stream ?? []) events.push(event)
  return events
}

/** The one member that an event of a ConverseStream has. */
export const eventNames = (events: readonly ConverseStreamOutput[]) => events.flatMap((event) => Object.keys(event))

/** All text of a ConverseStream. */
export const textOf = (events: readonly ConverseStreamOutput[]) =>
  events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('')
