import type { FromJsonSchema } from './from-json-schema.js'

/** A JSON Schema as a plain object. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What the libraries that follow the Standard Schema convention (zod, valibot, arktype) have in common. */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
    /** The schema as JSON Schema; libraries that follow the newer half of the convention have it. */
    readonly jsonSchema?: { readonly input: (options: { readonly target: 'draft-2020-12' }) => JsonSchema }
  }
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

interface StandardIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What says how an answer has to look: a JSON Schema, or a validator of a library that can say it as one. */
export type OutputSchema = JsonSchema | StandardSchema

/** What a schema lets through, as a type. */
export type OutputOf<Schema> = Schema extends StandardSchema<infer Output> ? Output : FromJsonSchema<Schema>
