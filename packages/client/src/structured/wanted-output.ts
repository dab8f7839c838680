import type { OutputWish } from '../invocation/index.js'
import { nativeSchema } from './native-schema.js'
import type { JsonSchema, OutputSchema, StandardSchema } from './output-schema.js'
import { readSchema } from './read-schema.js'

/** The tool through which an answer comes where the model has no structured output of its own. */
const toolName = 'submit_answer'

/** A schema, made ready to ask for. */
export interface WantedOutput {
  readonly wish: OutputWish
  /** What the value itself has to satisfy. */
  readonly schema: JsonSchema
  /** The library's own validator, where the schema is one of those. */
  readonly validator: StandardSchema | undefined
  /** Whether the value comes inside an object, because a tool's input and a grammar are objects. */
  readonly wrapped: boolean
}

/**
 * Reads what the caller gave as `schema`.
 *
 * @throws RequestError `invalid_request` for what is no schema, or a validator that cannot say itself as JSON Schema
 */
export function wantedOutput(given: OutputSchema): WantedOutput {
  const { schema: bare, validator } = readSchema(given, 'schema')
  const wrapped = bare['type'] !== 'object'
  const asObject = wrapped ? wrap(bare) : bare
  const native = nativeSchema(asObject)
  return {
    wish: { toolName, schema: asObject, ...(native !== undefined && { native }) },
    schema: bare,
    validator,
    wrapped,
  }
}

/** References count from the root, which moves. */
function wrap(schema: JsonSchema): JsonSchema {
  const moved = JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith('#')
      ? `#/properties/value${value.slice(1)}`
      : value,
  ) as JsonSchema
  return { type: 'object', properties: { value: moved }, required: ['value'], additionalProperties: false }
}
