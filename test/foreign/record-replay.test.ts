import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk'
import { Anthropic } from '@anthropic-ai/sdk'
import {
  type BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { type Emulator, startEmulator } from '@outcrop/emulator'
import { expect, onTestFinished, test } from 'vitest'
import { protocols, readChunks, readEvents, runtimeClient } from './aws-sdk.js'
import { bearerToken, credentials, localBedrock, opus48, region, scrubEnvironment } from './local-bedrock.js'

// What foreign clients asked once is answered again without Bedrock, which here is an emulator of another account.
scrubEnvironment()
const bedrock = localBedrock({ account: '210987654321' })

const messages = [{ role: 'user' as const, content: [{ text: 'Write a median function' }] }]
const plain = [{ role: 'user' as const, content: 'Write a median function' }]

/** All that a program asks, and what it makes of the answers; ids of requests are left out. */
async function program(url: string, aws: BedrockRuntimeClient): Promise<unknown> {
  const whole = await aws.send(new ConverseCommand({ modelId: opus48, messages }))
  const streamed = await aws.send(new ConverseStreamCommand({ modelId: opus48, messages }))
  const body = JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 100, messages: plain })
  const chunks = await aws.send(
    new InvokeModelWithResponseStreamCommand({ modelId: opus48, body, contentType: 'application/json' }),
  )
  const refused = await aws
    .send(new ConverseCommand({ modelId: opus48, messages, inferenceConfig: { temperature: 0.5 } }))
    .catch((error: Error) => `${error.name}: ${error.message}`)
  const anthropic = new Anthropic({ baseURL: `${url}/anthropic`, apiKey: bearerToken, maxRetries: 0 })
  const asked = { max_tokens: 100, messages: plain }
  const sse = await anthropic.messages.stream({ model: opus48, ...asked }).finalMessage()
  const mantle = new AnthropicBedrockMantle({
    baseURL: `${url}/mantle/anthropic`,
    awsRegion: region,
    awsAccessKey: credentials.accessKeyId,
    awsSecretAccessKey: credentials.secretAccessKey,
    maxRetries: 0,
  })
  const { input_tokens: counted } = await mantle.messages.countTokens({
    model: 'anthropic.claude-opus-4-8',
    messages: plain,
  })
  return {
    whole: [whole.output, whole.usage, whole.metrics],
    events: await readEvents(streamed.stream),
    chunks: await readChunks(chunks.body),
    refused,
    sse,
    counted,
  }
}

test.each(protocols)('a program that was recorded is replayed: $protocol', async ({ handler }) => {
  const directory = mkdtempSync(join(tmpdir(), 'outcrop-cassettes-'))
  const running: Emulator[] = []
  onTestFinished(async () => {
    await Promise.all(running.map((emulator) => emulator.close()))
    rmSync(directory, { recursive: true, force: true })
  })
  const options = { bearerTokens: [bearerToken] }
  const recorder = await startEmulator({
    ...options,
    engine: { kind: 'record', directory, url: bedrock.url, credentials },
  })
  running.push(recorder)
  const recorded = await program(recorder.url, runtimeClient(recorder.url, handler()))
  const asked = bedrock.emulator.requests().length

  const player = await startEmulator({ ...options, engine: { kind: 'replay', directory } })
  running.push(player)
  expect(await program(player.url, runtimeClient(player.url, handler()))).toEqual(recorded)
  expect(bedrock.emulator.requests()).toHaveLength(asked)
  player.assertAllUsed()
  expect(player.requests().map(({ operation }) => operation)).toEqual([
    'Converse',
    'ConverseStream',
    'InvokeModelWithResponseStream',
    'Converse',
    'Messages',
    'MessagesCountTokens',
  ])
})
