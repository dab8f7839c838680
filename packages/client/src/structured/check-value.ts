import type { SchemaFault } from '../errors/answer-error.js'
import type { JsonSchema, StandardSchema } from './output-schema.js'
import type { WantedOutput } from './wanted-output.js'

/** A value that satisfies its schema, or what is wrong with it. */
export type Checked =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly faults: readonly SchemaFault[] }

/** Checks a value by the caller's own validator, else by the JSON Schema. */
export async function checkValue(
  raw: unknown,
  { schema, validator, wrapped }: Omit<WantedOutput, 'wish'>,
): Promise<Checked> {
  if (wrapped && !(typeof raw === 'object' && raw !== null && 'value' in raw)) {
    return { ok: false, faults: [{ path: '', message: 'the member "value" is missing' }] }
  }
  const value = wrapped ? (raw as { value: unknown }).value : raw
  return validator === undefined ? bySchema(value, schema) : byValidator(value, validator)
}

async function byValidator(value: unknown, validator: StandardSchema): Promise<Checked> {
  const result = await validator['~standard'].validate(value)
  if (result.issues === undefined) return { ok: true, value: result.value }
  const faults = result.issues.map(({ message, path = [] }) => ({
    path: path.map((step) => `/${String(typeof step === 'object' ? step.key : step)}`).join(''),
    message,
  }))
  return { ok: false, faults }
}

async function bySchema(value: unknown, schema: JsonSchema): Promise<Checked> {
  const { Validator } = await import('@cfworker/json-schema')
  const { valid, errors } = new Validator(schema, '2020-12', false).validate(value)
  if (valid) return { ok: true, value }
  // An error deep inside is reported once more for each level above it; the deepest says what it is.
  const deepest = errors.filter(
    ({ instanceLocation: at }) => !errors.some(({ instanceLocation: other }) => other.startsWith(`${at}/`)),
  )
  return {
    ok: false,
    faults: deepest.map(({ instanceLocation: at, error }) => ({ path: at.slice(1), message: error })),
  }
}
