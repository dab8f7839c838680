import { listAt, present, recordAt, unmappable } from './unmappable.js'

/** Where Converse itself would have said what an additional field says. */
const namesInConverse = new Map([
  ['max_tokens', 'inferenceConfig.maxTokens'],
  ['stop_sequences', 'inferenceConfig.stopSequences'],
  ['temperature', 'inferenceConfig.temperature'],
  ['top_p', 'inferenceConfig.topP'],
  ['tool_choice', 'toolConfig.toolChoice'],
])

/**
 * Merges additionalModelRequestFields into Claude's body, as Bedrock does: tools are appended, output_config is
 * merged by member, everything else stands in one place only.
 */
export function withAdditional(body: object, value: unknown): Record<string, unknown> {
  // A map, so that no key can mean anything but itself.
  const merged = new Map<string, unknown>(Object.entries(body))
  const path = 'additionalModelRequestFields'
  for (const [key, field] of Object.entries(recordAt(value ?? {}, path))) {
    if (!present(field)) continue
    if (key === 'model' || key === 'stream') throw unmappable(`${path}.${key}`, 'belongs into the URL')
    const before = merged.get(key)
    if (key === 'tools') merged.set(key, [...listAt(before ?? [], key), ...listAt(field, `${path}.tools`)])
    else if (key === 'output_config') merged.set(key, mergedOutput(before, recordAt(field, `${path}.${key}`), path))
    else if (merged.has(key)) throw conflict(path, key, namesInConverse.get(key) ?? key)
    else merged.set(key, field)
  }
  return Object.fromEntries(merged)
}

function mergedOutput(before: unknown, field: Record<string, unknown>, path: string): Record<string, unknown> {
  const merged = new Map(Object.entries(recordAt(before ?? {}, 'outputConfig')))
  for (const [key, value] of Object.entries(field)) {
    if (merged.has(key)) {
      throw conflict(path, `output_config/${key}`, `outputConfig.${key === 'format' ? 'textFormat' : key}`)
    }
    merged.set(key, value)
  }
  return Object.fromEntries(merged)
}

/** The end is Bedrock's own wording for such a contradiction (seen in BerriAI/litellm#36536). */
function conflict(path: string, field: string, existing: string): Error {
  const words = `The additional field ${field} conflicts with the existing field ${existing}. Remove ${field} and try again.`
  return unmappable(`${path}.${field.replace('/', '.')}`, words)
}
