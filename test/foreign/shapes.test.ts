import { BedrockRuntimeServiceException, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import { runtimeClient } from './aws-sdk.js'
import { localBedrock, scrubEnvironment } from './local-bedrock.js'

// Requests of a shape that the Messages API does not have, and what AWS's SDK hears of them: every rule of the emulator
// that the differential table does not reach. Bedrock's words for these are Anthropic's; where the fact sheets have none,
// a row asks for the member and the reason, not for a sentence.

scrubEnvironment()
const local = localBedrock({ now: () => new Date('2026-11-22T12:00:00Z'), clockSkewSeconds: Number.POSITIVE_INFINITY })
const haiku45 = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
const sonnet45 = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

const said = (role: string, content: unknown) => ({ role, content })
const user = (...content: unknown[]) => said('user', content)
const text = (value: unknown) => ({ type: 'text', text: value })
const tool = { name: 'get_weather', input_schema: { type: 'object' } }
const call = { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {} }
const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'sunny' }
const thinking = { type: 'enabled', budget_tokens: 1024 }

async function refusalOf(send: () => Promise<unknown>) {
  try {
    await send()
  } catch (error) {
    if (!(error instanceof BedrockRuntimeServiceException)) throw error
    return { status: error.$metadata.httpStatusCode, error: error.name, message: error.message }
  }
  return 'answered'
}

const refused = (message: RegExp) => ({
  status: 400,
  error: 'ValidationException',
  message: expect.stringMatching(message) as string,
})

describe('InvokeModel refuses', () => {
  test.each<[string, object, RegExp]>([
    ['a beta that is no text', { anthropic_beta: [1] }, /^anthropic_beta\.0: .*string/],
    ['max_tokens of nothing', { max_tokens: 0 }, /^max_tokens: .*greater than or equal to 1/],
    ['a temperature above 1', { temperature: 1.5 }, /^temperature: .*less than or equal to 1/],
    ['a message that is no object', { messages: ['hi'] }, /^messages\.0: .*object/],
    ['no messages', { messages: [] }, /^messages: at least one message is required$/],
    ['a message without content', { messages: [{ role: 'user' }] }, /^messages\.0\.content: Field required$/],
    ['empty content', { messages: [user()] }, /must have non-empty content/],
    [
      'an assistant that speaks first',
      { messages: [said('assistant', 'x'), user(text('y'))] },
      /must use the "user" role/,
    ],
    [
      'a block of an unknown type',
      { messages: [user({ type: 'poem' })] },
      /^messages\.0\.content\.0: Input tag 'poem'/,
    ],
    ['a block that is not complete', { messages: [user({ type: 'text' })] }, /text\.text: Field required$/],
    ['blank text', { messages: [user(text(' \n'))] }, /must contain non-whitespace text$/],
    [
      'an image of more than 5 MB',
      {
        messages: [
          user({
            type: 'image',
            source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgoA'.padEnd(7_200_000, 'A') },
          }),
        ],
      },
      /image exceeds 5 MB maximum/,
    ],
    [
      'a document of an unknown kind',
      { messages: [user({ type: 'document', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } })] },
      /media_type: Input should be 'application\/pdf'/,
    ],
    ['a system prompt that is no text', { system: [{ type: 'image' }] }, /^system\.0\.type: /],
    ['a stop sequence that is no text', { stop_sequences: [1] }, /^stop_sequences\.0: .*string/],
    ['tools that are no list', { tools: tool }, /^tools: .*list/],
    ['a tool without a schema', { tools: [{ name: 'get_weather' }] }, /input_schema: Field required$/],
    ['two tools of one name', { tools: [tool, tool] }, /names must be unique/],
    [
      'a tool choice of an unknown type',
      { tools: [tool], tool_choice: { type: 'some' } },
      /^tool_choice: Input tag 'some'/,
    ],
    ['a tool choice without tools', { tool_choice: { type: 'auto' } }, /^tool_choice: .*providing tools$/],
    [
      'the choice of a tool that was not offered',
      { tools: [tool], tool_choice: { type: 'tool', name: 'get_time' } },
      /^Tool 'get_time' not found in provided tools$/,
    ],
    [
      'an output_config with a strange member',
      { output_config: { shape: 'round' } },
      /^output_config\.shape: Extra inputs/,
    ],
    ['a display of thinking that is unknown', { thinking: { ...thinking, display: 'loud' } }, /display: .*summarized/],
    [
      'a budget of thinking beyond max_tokens',
      { thinking: { ...thinking, budget_tokens: 4096 } },
      /thinking\.budget_tokens/,
    ],
    ['thinking with a temperature', { thinking, temperature: 0.5 }, /may only be set to 1 when thinking is enabled/],
    [
      'thinking with a forced tool',
      { thinking, tools: [tool], tool_choice: { type: 'any' } },
      /Thinking may not be enabled when tool_choice forces tool use/,
    ],
    [
      'a call of the user’s',
      { tools: [tool], messages: [user(call), said('assistant', [text('x')]), user(result)] },
      /`tool_use` blocks can only be in `assistant` messages/,
    ],
    [
      'a prefill that ends in a space',
      { messages: [user(text('Say a number')), said('assistant', 'The number is ')] },
      /cannot end with trailing whitespace/,
    ],
  ])('%s', async (_, change, message) => {
    const plain = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 2048, messages: [user(text('x'))] }
    const modelId = 'thinking' in change ? sonnet45 : haiku45
    const command = new InvokeModelCommand({ modelId, body: JSON.stringify({ ...plain, ...change }) })
    const client = runtimeClient(local.url, { maxAttempts: 1 })
    expect(await refusalOf(() => client.send(command))).toEqual(refused(message))
  })
})

test('Converse refuses a turn of tools whose thinking was left out', async () => {
  const toolUse = { toolUse: { toolUseId: 'tooluse_1', name: 'get_weather', input: {} } }
  const toolResult = { toolResult: { toolUseId: 'tooluse_1', content: [{ text: 'sunny' }] } }
  const command = new ConverseCommand({
    modelId: sonnet45,
    messages: [
      { role: 'user', content: [{ text: 'x' }] },
      { role: 'assistant', content: [toolUse] },
      { role: 'user', content: [toolResult] },
    ],
    toolConfig: { tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object' } } } }] },
    inferenceConfig: { maxTokens: 2048 },
    additionalModelRequestFields: { thinking },
  })
  const client = runtimeClient(local.url, { maxAttempts: 1 })
  expect(await refusalOf(() => client.send(command))).toEqual(refused(/Expected `thinking` or `redacted_thinking`/))
})
