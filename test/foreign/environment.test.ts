import { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk'
import { bedrockAnthropic } from '@ai-sdk/amazon-bedrock/anthropic'
import { bedrock } from '@ai-sdk/amazon-bedrock'
import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { ChatBedrockConverse } from '@langchain/aws'
import { generateText } from 'ai'
import { beforeAll, describe, expect, test } from 'vitest'
import { localBedrock, opus48, scrubEnvironment } from './local-bedrock.js'

// A program that somebody wrote for Bedrock runs against the emulator by its environment alone.
scrubEnvironment()
const local = localBedrock()
beforeAll(() => {
  Object.assign(process.env, local.emulator.env)
})

describe('clients that were told nothing but the emulator’s environment', () => {
  test('the AWS SDK', async () => {
    const messages = [{ role: 'user' as const, content: [{ text: 'Hello' }] }]
    const { stopReason } = await new BedrockRuntimeClient().send(new ConverseCommand({ modelId: opus48, messages }))
    expect(stopReason).toBe('end_turn')
    const { modelSummaries } = await new BedrockClient().send(new ListFoundationModelsCommand())
    expect(modelSummaries).not.toEqual([])
  })

  test('AnthropicBedrock', async () => {
    const messages = [{ role: 'user' as const, content: 'Hello' }]
    const { stop_reason } = await new AnthropicBedrock().messages.create({ model: opus48, max_tokens: 100, messages })
    expect(stop_reason).toBe('end_turn')
  })

  test('AnthropicBedrockMantle', async () => {
    const messages = [{ role: 'user' as const, content: 'Hello' }]
    const asked = { model: 'anthropic.claude-opus-4-8', max_tokens: 100, messages }
    expect((await new AnthropicBedrockMantle().messages.create(asked)).stop_reason).toBe('end_turn')
    expect(local.emulator.requests().at(-1)).toMatchObject({ operation: 'Messages', endpoint: 'mantle' })
  })

  test.each([
    ['Converse', bedrock],
    ['InvokeModel', bedrockAnthropic],
  ])('the AI SDK over %s', async (operation, provider) => {
    const { text } = await generateText({ model: provider(opus48), prompt: 'Hello', maxRetries: 0 })
    expect(text).not.toBe('')
    expect(local.emulator.requests().at(-1)).toMatchObject({ operation, status: 200, auth: { scheme: 'sigv4' } })
  })

  test('LangChain', async () => {
    const { text } = await new ChatBedrockConverse({ model: opus48 }).invoke('Hello')
    expect(text).not.toBe('')
  })
})
