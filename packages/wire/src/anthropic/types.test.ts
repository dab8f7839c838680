// The compiler is what tests here (`tsc -p tsconfig.tests.json`): each line below is an assignment that must hold.
import type Sdk from '@anthropic-ai/sdk'
import { expectTypeOf, test } from 'vitest'
import type {
  CacheControl,
  ContentBlock,
  ContentBlockParam,
  InvokeBody,
  Message,
  MessageParam,
  MessageParams,
  OpaqueBlock,
  RedactedThinkingBlock,
  StreamEvent,
  TextCitation,
  ThinkingBlock,
  ThinkingConfig,
  Tool,
  ToolChoice,
  Usage,
} from './index.js'

test("what Anthropic's SDK types is accepted by ours", () => {
  expectTypeOf<Sdk.MessageCreateParams>().toExtend<MessageParams>()
  expectTypeOf<Sdk.MessageParam>().toExtend<MessageParam>()
  expectTypeOf<Sdk.ContentBlockParam>().toExtend<ContentBlockParam>()
  expectTypeOf<Sdk.ToolUnion>().toExtend<Tool>()
  expectTypeOf<Sdk.ToolChoice>().toExtend<ToolChoice>()
  expectTypeOf<Sdk.ThinkingConfigParam>().toExtend<ThinkingConfig>()
  expectTypeOf<Sdk.CacheControlEphemeral>().toExtend<CacheControl>()
  expectTypeOf<Sdk.Message>().toExtend<Message>()
  expectTypeOf<Sdk.ContentBlock>().toExtend<ContentBlock>()
  expectTypeOf<Sdk.Usage>().toExtend<Usage>()
  expectTypeOf<Sdk.RawMessageStreamEvent>().toExtend<StreamEvent>()
  expectTypeOf<Sdk.TextCitation>().toExtend<TextCitation>()
})

test("ours is accepted by Anthropic's SDK where Bedrock sends all that it requires", () => {
  expectTypeOf<ThinkingBlock>().toExtend<Sdk.ThinkingBlock>()
  expectTypeOf<RedactedThinkingBlock>().toExtend<Sdk.RedactedThinkingBlock>()
  expectTypeOf<ToolChoice>().toExtend<Sdk.ToolChoice>()
  expectTypeOf<ThinkingConfig>().toExtend<Sdk.ThinkingConfigParam>()
  expectTypeOf<CacheControl>().toExtend<Sdk.CacheControlEphemeral>()
  // What was answered goes back into the history through either library.
  expectTypeOf<{ role: 'assistant'; content: Exclude<ContentBlock, OpaqueBlock>[] }>().toExtend<MessageParam>()
  expectTypeOf<Message['content']>().toExtend<ContentBlockParam[]>()
})

test('a body of InvokeModel has neither model nor stream', () => {
  expectTypeOf<InvokeBody>().not.toHaveProperty('model')
  expectTypeOf<InvokeBody>().not.toHaveProperty('stream')
})
