import {
  bedrockAnthropicVersion,
  type InvokeBody,
  type MessageParam,
  type OutputConfig,
  type TextBlockParam,
} from '../anthropic/index.js'
import { withAdditional } from './additional-fields.js'
import { markLast } from './cache-point.js'
import { contentToAnthropic } from './content-to-anthropic.js'
import { textOnly } from './document.js'
import type { ConverseExtras, ConverseRequest } from './request.js'
import { toolsToAnthropic } from './tools-to-anthropic.js'
import {
  listAt,
  memberAt,
  numberAt,
  optionalStringAt,
  present,
  recordAt,
  refuseOthers,
  stringAt,
  unmappable,
} from './unmappable.js'

/** What a Converse request does not say and InvokeModel has to know. */
export interface ConverseToInvokeOptions {
  /** What Bedrock takes where inferenceConfig.maxTokens is missing: the output limit of the model. */
  maxTokens?: number
}

/** A Converse request as InvokeModel's body, and what does not fit into one. */
export interface InvokeParts {
  body: InvokeBody
  /** What the request says besides the body; on InvokeModel these are headers, or nothing. */
  extras: ConverseExtras
}

const extraNames = [
  'additionalModelResponseFieldPaths',
  'guardrailConfig',
  'performanceConfig',
  'requestMetadata',
  'serviceTier',
] as const

/**
 * A request of Converse as Claude's body of InvokeModel. Throws `WireError` `unmappable`, whose message begins with
 * the path of the field, for whatever Claude's body has no place for (guardContent, video, S3 locations, prompt
 * variables, …), for members that it does not know, and where additionalModelRequestFields contradicts the rest.
 */
export function converseToInvoke(request: ConverseRequest, options: ConverseToInvokeOptions = {}): InvokeParts {
  const source = recordAt(request, 'request')
  refuseOthers(source, '', [
    ...extraNames,
    'additionalModelRequestFields',
    'inferenceConfig',
    'messages',
    'outputConfig',
    'system',
    'toolConfig',
  ])
  const { output_config, textFormatLabel } = outputToAnthropic(source['outputConfig'])
  const messages = present(source['messages']) ? listAt(source['messages'], 'messages') : []
  const converted = {
    ...inferenceToAnthropic(source['inferenceConfig']),
    ...(present(source['system']) && { system: systemToAnthropic(source['system']) }),
    messages: messages.map((message, i) => messageOf(message, `messages.${i}`)),
    ...toolsToAnthropic(source['toolConfig']),
    ...(output_config && { output_config }),
  }
  const body = withAdditional(converted, source['additionalModelRequestFields'])
  body['max_tokens'] ??= options.maxTokens
  if (body['max_tokens'] === undefined) {
    throw unmappable('inferenceConfig.maxTokens', 'is missing, and Claude needs max_tokens')
  }
  const extras = Object.fromEntries(extraNames.flatMap((name) => (present(source[name]) ? [[name, source[name]]] : [])))
  return {
    body: { anthropic_version: bedrockAnthropicVersion, ...body } as InvokeBody,
    extras: { ...extras, ...(textFormatLabel && { textFormatLabel }) },
  }
}

function inferenceToAnthropic(value: unknown): Record<string, unknown> {
  if (!present(value)) return {}
  const path = 'inferenceConfig'
  const config = recordAt(value, path)
  refuseOthers(config, path, ['maxTokens', 'stopSequences', 'temperature', 'topP'])
  const { maxTokens, stopSequences, temperature, topP } = config
  return {
    ...(present(maxTokens) && { max_tokens: numberAt(maxTokens, `${path}.maxTokens`) }),
    ...(present(stopSequences) && { stop_sequences: listAt(stopSequences, `${path}.stopSequences`) }),
    ...(present(temperature) && { temperature: numberAt(temperature, `${path}.temperature`) }),
    ...(present(topP) && { top_p: numberAt(topP, `${path}.topP`) }),
  }
}

function messageOf(value: unknown, path: string): MessageParam {
  const message = recordAt(value, path)
  refuseOthers(message, path, ['role', 'content'])
  const role = stringAt(message['role'], `${path}.role`)
  if (role !== 'user' && role !== 'assistant' && role !== 'system') throw unmappable(`${path}.role`, 'is not known')
  // A system turn holds text alone; that it does is for the model's own validation to say.
  return { role, content: contentToAnthropic(message['content'], `${path}.content`) } as MessageParam
}

function systemToAnthropic(value: unknown): TextBlockParam[] {
  const blocks: TextBlockParam[] = []
  listAt(value, 'system').forEach((block, i) => {
    const [kind, inner] = memberAt(block, `system.${i}`)
    if (kind === 'cachePoint') markLast(blocks, inner, `system.${i}.cachePoint`)
    else blocks.push(textOnly(block, `system.${i}`))
  })
  return blocks
}

function outputToAnthropic(value: unknown): Pick<ConverseExtras, 'textFormatLabel'> & { output_config?: OutputConfig } {
  if (!present(value)) return {}
  const config = recordAt(value, 'outputConfig')
  refuseOthers(config, 'outputConfig', ['effort', 'textFormat'])
  const effort = optionalStringAt(config['effort'], 'outputConfig.effort')
  const { label, format } = present(config['textFormat']) ? textFormatToAnthropic(config['textFormat']) : {}
  return {
    output_config: { ...(effort !== undefined && { effort }), ...(format && { format }) },
    ...(label && Object.keys(label).length > 0 && { textFormatLabel: label }),
  }
}

function textFormatToAnthropic(value: unknown): {
  format: NonNullable<OutputConfig['format']>
  label: NonNullable<ConverseExtras['textFormatLabel']>
} {
  const path = 'outputConfig.textFormat'
  const textFormat = recordAt(value, path)
  refuseOthers(textFormat, path, ['type', 'structure'])
  if (textFormat['type'] !== 'json_schema') throw unmappable(`${path}.type`, 'only json_schema is known')
  const [kind, inner] = memberAt(textFormat['structure'], `${path}.structure`)
  const at = `${path}.structure.${kind}`
  if (kind !== 'jsonSchema') throw unmappable(at, 'only jsonSchema is known')
  const definition = recordAt(inner, at)
  refuseOthers(definition, at, ['schema', 'name', 'description'])
  const name = optionalStringAt(definition['name'], `${at}.name`)
  const description = optionalStringAt(definition['description'], `${at}.description`)
  return {
    format: { type: 'json_schema', schema: schemaAt(definition['schema'], `${at}.schema`) },
    label: { ...(name !== undefined && { name }), ...(description !== undefined && { description }) },
  }
}

function schemaAt(value: unknown, path: string): Record<string, unknown> {
  const text = stringAt(value, path)
  let schema: unknown
  try {
    schema = JSON.parse(text)
  } catch {
    throw unmappable(path, 'expected the JSON text of a schema')
  }
  return recordAt(schema, path)
}
