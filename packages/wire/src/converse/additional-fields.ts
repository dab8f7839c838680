import { listAt, present, recordAt, unmappable } from './unmappable.js'

/** Where Converse itself would have said what an additional field says. */
const namesInConverse: Readonly<Record<string, string>> = {
  max_tokens: 'inferenceConfig.maxTokens',
  stop_sequences: 'inferenceConfig.stopSequences',
  temperature: 'inferenceConfig.temperature',
  top_p: 'inferenceConfig.topP',
  tool_choice: 'toolConfig.toolChoice',
  messages: 'messages',
  system: 'system',
}

/**
 * Merges additionalModelRequestFields into Claude's body, as Bedrock does: tools are appended, output_config is
 * merged by member, everything else stands in one place only.
 */
export function mergeAdditional(body: Record<string, unknown>, value: unknown): void {
  if (!present(value)) return
  const path = 'additionalModelRequestFields'
  for (const [key, field] of Object.entries(recordAt(value, path))) {
    if (!present(field)) continue
    if (key === 'model' || key === 'stream') throw unmappable(`${path}.${key}`, 'belongs into the URL')
    if (key === 'tools') body[key] = [...listAt(body[key] ?? [], 'tools'), ...listAt(field, `${path}.tools`)]
    else if (key === 'output_config') body[key] = mergedOutput(body[key], recordAt(field, `${path}.${key}`), path)
    else if (key in body) throw conflict(path, key, namesInConverse[key] ?? key)
    else body[key] = field
  }
}

function mergedOutput(before: unknown, field: Record<string, unknown>, path: string): Record<string, unknown> {
  const merged = { ...recordAt(before ?? {}, 'outputConfig') }
  for (const [key, value] of Object.entries(field)) {
    if (key in merged) {
      throw conflict(path, `output_config/${key}`, `outputConfig.${key === 'format' ? 'textFormat' : key}`)
    }
    merged[key] = value
  }
  return merged
}

/** The end is Bedrock's own wording for such a contradiction (seen in BerriAI/litellm#36536). */
function conflict(path: string, field: string, existing: string): Error {
  const words = `The additional field ${field} conflicts with the existing field ${existing}. Remove ${field} and try again.`
  return unmappable(`${path}.${field.replace('/', '.')}`, words)
}
