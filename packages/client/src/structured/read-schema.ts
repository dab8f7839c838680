import { createError } from '../errors/create-error.js'
import type { JsonSchema, OutputSchema, StandardSchema } from './output-schema.js'

/** A schema as it is checked, and as it is told to a model. */
export interface ReadSchema {
  /** Without `$schema`. */
  readonly schema: JsonSchema
  /** The library's own validator, where the schema is one of those. */
  readonly validator: StandardSchema | undefined
}

/**
 * Reads what the caller gave as the option `name`.
 *
 * @throws RequestError `invalid_request` for what is no schema, or a validator that cannot say itself as JSON Schema
 */
export function readSchema(given: OutputSchema, name: string): ReadSchema {
  const validator = isStandard(given) ? given : undefined
  const schema = validator === undefined ? (given as JsonSchema) : jsonSchemaOf(validator, name)
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw createError('invalid_request', `${name} is neither a JSON Schema nor a validator`, {
      remedy: 'Give an object, such as { type: "object", … }.',
    })
  }
  const { $schema: _, ...bare } = schema
  return { schema: bare, validator }
}

function isStandard(given: OutputSchema): given is StandardSchema {
  return (typeof given === 'object' || typeof given === 'function') && given !== null && '~standard' in given
}

function jsonSchemaOf({ '~standard': standard }: StandardSchema, name: string): JsonSchema {
  if (standard.jsonSchema === undefined) {
    throw createError(
      'invalid_request',
      `${name} is a validator of ${standard.vendor} that cannot say itself as JSON Schema`,
      { remedy: `Use a version of ${standard.vendor} with Standard JSON Schema, or give the JSON Schema itself.` },
    )
  }
  return standard.jsonSchema.input({ target: 'draft-2020-12' })
}
