import type { Client, InvokeRequest } from '@outcrop/client'
import { readRequest } from '@outcrop/client/messages-protocol'
import { fieldsIn, withoutFields } from './fields.js'

type Betas = Client['registry']['betas']

/** A request of the Messages API with what is left of its betas, and what was left out. */
export interface PairedRequest {
  readonly request: InvokeRequest
  readonly stream: boolean
  readonly dropped: readonly string[]
}

/**
 * Reads a request. A beta flag that Bedrock does not take is left out together with the fields that belong to it: half
 * a pair is refused. Fields without a flag are for Bedrock to judge.
 *
 * @throws RequestError `invalid_request` for what is no request
 */
export function readPairedRequest(text: string, header: string | undefined, betas: Betas): PairedRequest {
  const { request, stream } = readRequest(text, header, betas)
  if (header === undefined || header === '') return { request, stream, dropped: [] }
  const sent = new Set(request.betas)
  const asked = [...new Set(header.split(',').map((flag) => flag.trim()))].filter((flag) => flag !== '')
  const lost = asked.filter((name) => !sent.has(name) && !sent.has(invokeNameOf(name, betas) ?? ''))
  const kept = new Set(asked.filter((name) => !lost.includes(name)).flatMap((name) => fieldsOf(name, betas)))
  const fields = lost.flatMap((name) => fieldsOf(name, betas)).filter((field) => !kept.has(field))
  const { body = {} } = request
  const present = fieldsIn(body, fields)
  return { request: { ...request, body: withoutFields(body, present) }, stream, dropped: [...lost, ...present] }
}

function invokeNameOf(name: string, { flags }: Betas): string | undefined {
  return flags.find((flag) => flag.name === name)?.invokeName
}

function fieldsOf(name: string, { flags }: Betas): readonly string[] {
  return flags.find((flag) => flag.name === name)?.fields ?? []
}
