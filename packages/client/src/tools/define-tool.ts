import type { CustomTool, ToolInputSchema } from '@outcrop/wire/anthropic'
import { createError } from '../errors/create-error.js'
import type { OutputSchema } from '../structured/output-schema.js'
import { readSchema } from '../structured/read-schema.js'

/** Under which a tool keeps what its input is checked by: no JSON shows a symbol. */
const givenSchema = Symbol('the schema of the input, as it was given')

/** What a tool is. */
export interface ToolDefinition<Name extends string, Schema extends OutputSchema> {
  /** By which the model calls it: letters, digits, `_` and `-`, at most 64. */
  readonly name: Name
  /** What it does, and when the model should call it. */
  readonly description: string
  /** What its input has to be: a JSON Schema of an object, or a validator such as one of zod. */
  readonly inputSchema: Schema
}

/** A tool as requests take it, that knows the type of its input. */
export interface DefinedTool<
  Name extends string = string,
  Schema extends OutputSchema = OutputSchema,
> extends CustomTool {
  name: Name
  readonly [givenSchema]: Schema
}

/**
 * Defines a tool. Given as one of `tools`, its calls are in `toolCalls` of the reply, checked and typed.
 *
 * @throws RequestError `invalid_request` for a schema that is none, or is not that of an object
 * @example
 * const weather = defineTool({
 *   name: 'weather',
 *   description: 'The weather of a city, now',
 *   inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
 * })
 */
export function defineTool<const Name extends string, const Schema extends OutputSchema>({
  name,
  description,
  inputSchema,
}: ToolDefinition<Name, Schema>): DefinedTool<Name, Schema> {
  const { schema } = readSchema(inputSchema, 'inputSchema')
  if (schema['type'] !== 'object') {
    throw createError('invalid_request', `inputSchema of the tool ${name} is not that of an object`, {
      remedy: 'Give a schema with type: "object" at its root, and what the tool takes as its properties.',
    })
  }
  return { name, description, input_schema: schema as ToolInputSchema, [givenSchema]: inputSchema }
}

/** The schema that a tool was defined with; undefined for one that was not. */
export function givenSchemaOf(tool: object): OutputSchema | undefined {
  return (tool as Partial<DefinedTool>)[givenSchema]
}
