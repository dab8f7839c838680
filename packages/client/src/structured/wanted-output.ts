import { createError } from '../errors/create-error.js'
import type { OutputWish } from '../invocation/index.js'
import { nativeSchema } from './native-schema.js'
import type { JsonSchema, OutputSchema, StandardSchema } from './output-schema.js'

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
  const validator = isStandard(given) ? given : undefined
  const schema = validator === undefined ? (given as JsonSchema) : jsonSchemaOf(validator)
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw invalid('schema is neither a JSON Schema nor a validator', 'Give an object, such as { type: "object", … }.')
  }
  const { $schema: _, ...bare } = schema
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

function isStandard(given: OutputSchema): given is StandardSchema {
  return (typeof given === 'object' || typeof given === 'function') && given !== null && '~standard' in given
}

function jsonSchemaOf({ '~standard': standard }: StandardSchema): JsonSchema {
  if (standard.jsonSchema === undefined) {
    throw invalid(
      `schema is a validator of ${standard.vendor} that cannot say itself as JSON Schema`,
      `Use a version of ${standard.vendor} with Standard JSON Schema, or give the JSON Schema itself.`,
    )
  }
  return standard.jsonSchema.input({ target: 'draft-2020-12' })
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

function invalid(message: string, remedy: string): Error {
  return createError('invalid_request', message, { remedy })
}
