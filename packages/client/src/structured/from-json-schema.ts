/** The values that a JSON Schema, written as a constant, lets through; `unknown` where the type system cannot tell. */
export type FromJsonSchema<Schema> = Schema extends { readonly const: infer Value }
  ? Value
  : Schema extends { readonly enum: readonly (infer Value)[] }
    ? Value
    : Schema extends { readonly anyOf: readonly (infer Choice)[] }
      ? FromJsonSchema<Choice>
      : Schema extends { readonly oneOf: readonly (infer Choice)[] }
        ? FromJsonSchema<Choice>
        : Schema extends { readonly type: readonly (infer Type)[] }
          ? OfType<Schema, Type>
          : Schema extends { readonly type: infer Type }
            ? OfType<Schema, Type>
            : unknown

type OfType<Schema, Type> = Type extends keyof Scalars
  ? Scalars[Type]
  : Type extends 'array'
    ? Schema extends { readonly items: infer Items }
      ? FromJsonSchema<Items>[]
      : unknown[]
    : Type extends 'object'
      ? OfProperties<Schema>
      : unknown

interface Scalars {
  string: string
  number: number
  integer: number
  boolean: boolean
  null: null
}

type RequiredOf<Schema> = Schema extends { readonly required: readonly (infer Name)[] } ? Name : never

type OfProperties<Schema> = Schema extends { readonly properties: infer Properties }
  ? Flat<
      {
        -readonly [Name in keyof Properties as Name extends RequiredOf<Schema> ? Name : never]: FromJsonSchema<
          Properties[Name]
        >
      } & {
        -readonly [Name in keyof Properties as Name extends RequiredOf<Schema> ? never : Name]?: FromJsonSchema<
          Properties[Name]
        >
      }
    >
  : Schema extends { readonly additionalProperties: infer Values extends object }
    ? Record<string, FromJsonSchema<Values>>
    : Record<string, unknown>

/** An intersection as one object type, as people would have written it. */
type Flat<Type> = { [Name in keyof Type]: Type[Name] }
