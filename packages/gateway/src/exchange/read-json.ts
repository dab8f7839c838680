import { isUtf8 } from 'node:buffer'
import type { GatewayRequest } from './exchange.js'
import { Refusal } from './refusal.js'

function notJson(message: string): Refusal {
  return new Refusal(400, 'invalid_request', { message, remedy: 'Send a JSON object in UTF-8.' })
}

/**
 * The body as text, byte for byte.
 *
 * @throws Refusal 400 for bytes that are no UTF-8
 */
export async function readText(request: GatewayRequest): Promise<string> {
  const bytes = await request.body()
  if (!isUtf8(bytes)) throw notJson('The body is not UTF-8')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

/**
 * The body as a JSON object.
 *
 * @throws Refusal 400 for anything else
 */
export async function readObject(request: GatewayRequest): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(request)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw notJson('The body is not JSON')
  }
  const record = recordIn(value)
  if (record === undefined) throw notJson('The body is not an object')
  return record
}

/** A value as an object; undefined for any other. */
export function recordIn(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return value as Readonly<Record<string, unknown>>
}
