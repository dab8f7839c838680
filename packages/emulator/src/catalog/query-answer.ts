import type { Answer } from '../answer/answer.js'
import type { XmlValue } from '@outcrop/wire/query'
import { writeXml } from '@outcrop/wire/query'
import type { CallerCall } from '../call.js'

/** Where the APIs of the query protocol have their names. */
export const namespaces = {
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
} as const

/** The answer of an operation of the query protocol. */
export function queryAnswer(call: CallerCall, service: keyof typeof namespaces, result: XmlValue): Answer {
  const { operation, requestId } = call
  const value = { [`${operation}Result`]: result, ResponseMetadata: { RequestId: requestId } }
  const text = writeXml({ name: `${operation}Response`, value }, namespaces[service])
  return { status: 200, contentType: 'text/xml', headers: [], body: { kind: 'whole', text } }
}
