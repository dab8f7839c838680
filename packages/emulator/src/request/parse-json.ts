import { Buffer } from 'node:buffer'
import { ServiceFault, validationFault } from '../answer/service-fault.js'
import { type JsonObject, isObject } from './json.js'

/** What was parsed, if it is an object. */
export function asObject(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined
}

/** A body as JSON; undefined where it is none, which no JSON text means. */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'))
  } catch {
    return undefined
  }
}

/** InvokeModel takes any bytes and gives them to the model, which cannot read these. */
export function unreadableModelInput(): ServiceFault {
  return validationFault('Malformed input request, please reformat your input and try again.')
}

/** The front end of the JSON operations could not read the body. */
export function unreadableBody(): ServiceFault {
  return new ServiceFault(400, 'SerializationException', 'the body is not JSON', {
    bodyText: '{"Output":{"__type":"com.amazon.coral.service#SerializationException"},"Version":"1.0"}',
  })
}
