import { bedrockAnthropicVersion, type InvokeBody } from '../anthropic/index.js'
import { cachePointOf } from './cache-point.js'
import type { ConverseMessage, ConverseSystemBlock } from './content.js'
import { contentToConverse } from './content-to-converse.js'
import type { ConverseExtras, ConverseOutputConfig, ConverseRequest } from './request.js'
import { toolsToConverse } from './tools-to-converse.js'
import { listAt, optionalStringAt, present, recordAt, refuseOthers, stringAt, unmappable } from './unmappable.js'

/** Members of the body that Converse has names for, or that are read here; all others are passed beside. */
const named = new Set([
  'anthropic_version',
  'max_tokens',
  'messages',
  'model',
  'output_config',
  'stop_sequences',
  'stream',
  'system',
  'temperature',
  'tool_choice',
  'tools',
  'top_p',
])

/**
 * Claude's body of InvokeModel as a request of Converse. What Converse has no name for (thinking, top_k,
 * anthropic_beta, metadata, context_management, …) goes into additionalModelRequestFields; what it cannot carry
 * there either throws `WireError` `unmappable`, whose message begins with the field. The usual anthropic_version is
 * left out, because Bedrock puts it there itself; a system or content that is one string becomes one text block.
 *
 * @param extras what the body does not hold and Converse does: guardrail, tier, metadata and so on.
 */
export function invokeToConverse(body: InvokeBody, extras: ConverseExtras = {}): ConverseRequest {
  const source = recordAt(body, 'body')
  for (const key of ['model', 'stream']) {
    if (present(source[key])) throw unmappable(key, 'belongs into the URL, not into the body')
  }
  const { textFormatLabel, ...beside } = extras
  const { toolConfig, additional: toolFields } = toolsToConverse(source['tools'], source['tool_choice'])
  const { outputConfig, additional: outputFields } = outputToConverse(source['output_config'], textFormatLabel)
  const additional = { ...fieldsBeside(source), ...outputFields, ...toolFields }
  return {
    ...(Object.keys(additional).length > 0 && { additionalModelRequestFields: additional }),
    ...beside,
    inferenceConfig: inferenceConfig(source),
    messages: listAt(source['messages'], 'messages').map((message, i) => messageOf(message, `messages.${i}`)),
    ...(outputConfig && { outputConfig }),
    ...(present(source['system']) && { system: systemOf(source['system']) }),
    ...(toolConfig && { toolConfig }),
  }
}

function fieldsBeside(body: Record<string, unknown>): Record<string, unknown> {
  const beside = Object.entries(body).filter(([key, value]) => !named.has(key) && present(value))
  const version = body['anthropic_version']
  if (present(version) && version !== bedrockAnthropicVersion) beside.unshift(['anthropic_version', version])
  return Object.fromEntries(beside)
}

function inferenceConfig(body: Record<string, unknown>): NonNullable<ConverseRequest['inferenceConfig']> {
  const config = {
    maxTokens: body['max_tokens'],
    stopSequences: body['stop_sequences'],
    temperature: body['temperature'],
    topP: body['top_p'],
  }
  return Object.fromEntries(Object.entries(config).filter(([, value]) => present(value)))
}

function messageOf(value: unknown, path: string): ConverseMessage {
  const message = recordAt(value, path)
  refuseOthers(message, path, ['role', 'content'])
  const role = stringAt(message['role'], `${path}.role`)
  if (role !== 'user' && role !== 'assistant' && role !== 'system') throw unmappable(`${path}.role`, 'is not known')
  return { content: contentToConverse(message['content'], `${path}.content`), role }
}

function systemOf(system: unknown): ConverseSystemBlock[] {
  if (typeof system === 'string') return [{ text: system }]
  return listAt(system, 'system').flatMap((value, i): ConverseSystemBlock[] => {
    const block = recordAt(value, `system.${i}`)
    if (block['type'] !== 'text') throw unmappable(`system.${i}.type`, 'only text has a place here')
    refuseOthers(block, `system.${i}`, ['type', 'text', 'cache_control'])
    const text = stringAt(block['text'], `system.${i}.text`)
    return [{ text }, ...cachePointOf(block['cache_control'], `system.${i}.cache_control`)]
  })
}

function outputToConverse(
  value: unknown,
  label: ConverseExtras['textFormatLabel'],
): { outputConfig?: ConverseOutputConfig; additional: { output_config?: object } } {
  const { effort, format, ...rest } = present(value) ? recordAt(value, 'output_config') : {}
  const effortName = optionalStringAt(effort, 'output_config.effort')
  const outputConfig: ConverseOutputConfig = {
    ...(effortName !== undefined && { effort: effortName }),
    ...(present(format) && { textFormat: textFormatOf(format, label) }),
  }
  const others = Object.fromEntries(Object.entries(rest).filter(([, member]) => present(member)))
  return {
    ...(Object.keys(outputConfig).length > 0 && { outputConfig }),
    additional: Object.keys(others).length > 0 ? { output_config: others } : {},
  }
}

function textFormatOf(
  value: unknown,
  label: ConverseExtras['textFormatLabel'],
): NonNullable<ConverseOutputConfig['textFormat']> {
  const path = 'output_config.format'
  const format = recordAt(value, path)
  refuseOthers(format, path, ['type', 'schema'])
  if (format['type'] !== 'json_schema') throw unmappable(`${path}.type`, 'only json_schema is known')
  const schema = JSON.stringify(recordAt(format['schema'], `${path}.schema`))
  const { description, name } = label ?? {}
  return {
    structure: {
      jsonSchema: { ...(description !== undefined && { description }), ...(name !== undefined && { name }), schema },
    },
    type: 'json_schema',
  }
}
