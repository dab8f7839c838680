// What the requests of the rows are made of.
import type { More } from './row.js'

export const us = (id: string) => `us.anthropic.${id}`
export const haiku3 = 'anthropic.claude-3-haiku-20240307-v1:0'
export const mumbai: More = { region: 'ap-south-1' }
export const opus41 = us('claude-opus-4-1-20250805-v1:0')
export const sonnet45 = us('claude-sonnet-4-5-20250929-v1:0')
export const haiku45 = us('claude-haiku-4-5-20251001-v1:0')
export const opus45 = us('claude-opus-4-5-20251101-v1:0')
export const opus46 = us('claude-opus-4-6-v1')
export const sonnet46 = us('claude-sonnet-4-6')
export const opus47 = us('claude-opus-4-7')
export const opus48 = us('claude-opus-4-8')
export const fable5 = us('claude-fable-5')
export const sonnet5 = us('claude-sonnet-5')
export const opus5 = us('claude-opus-5')
export const fable51 = us('claude-fable-5-1')
export const opus55 = us('claude-opus-5-5')
export const sonnet55 = us('claude-sonnet-5-5')
export const haiku55 = us('claude-haiku-5-5')
export const fable52 = us('claude-fable-5-2')

export const said = (role: string, content: unknown) => ({ role, content })
export const user = (content: unknown) => said('user', content)
export const assistant = (content: unknown) => said('assistant', content)
export const text = (value: string) => ({ type: 'text', text: value })
export const tool = { name: 'get_weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } }
export const toolConfig = {
  tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object' } } } }],
}
export const call = (id: string) => ({ type: 'tool_use', id, name: 'get_weather', input: {} })
export const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'sunny' })
export const toolUse = (toolUseId: string) => ({ toolUse: { toolUseId, name: 'get_weather', input: {} } })
export const toolResult = (toolUseId: string) => ({ toolResult: { toolUseId, content: [{ text: 'sunny' }] } })
export const point = { cache_control: { type: 'ephemeral' } }
export const hourPoint = { cache_control: { type: 'ephemeral', ttl: '1h' } }
export const cachePoint = { cachePoint: { type: 'default' } }
export const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}
export const format = { type: 'json_schema', schema }
export const textFormat = {
  outputConfig: {
    textFormat: { type: 'json_schema', structure: { jsonSchema: { name: 'place', schema: JSON.stringify(schema) } } },
  },
}
export const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
export const thought = { thinking: { type: 'enabled', budget_tokens: 1024 } }
export const newVersion = { anthropic_version: '2026-10-21' }

export const deprecated = '`temperature` is deprecated for this model.'
export const notBoth = '`temperature` and `top_p` cannot both be specified for this model. Please use only one.'
export const noPrefill =
  'This model does not support assistant message prefill. The conversation must end with a user message.'
export const prefill = { messages: [user('Say a number'), assistant('The number is')] }
export const conversePrefill = { messages: [user([{ text: 'Say a number' }]), assistant([{ text: 'The number is' }])] }
