import { messagesHeaders } from '@outcrop/wire/anthropic'
import { messagesApiPath, operationPath } from '@outcrop/wire/bedrock'
import type { PreparedInvocation } from '../invocation/index.js'

/** A request in the form of its surface. */
export interface SurfaceRequest {
  /** Under the base of the endpoint. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

const streamHeaders = {
  'content-type': 'application/json',
  accept: 'application/vnd.amazon.eventstream',
  'x-amzn-bedrock-accept': 'application/json',
}

const wholeHeaders = { 'content-type': 'application/json', accept: 'application/json' }

const eventHeaders = { 'content-type': 'application/json', accept: 'text/event-stream' }

/** Brings the final request into the form of the surface that it goes to. */
export function requestOf(invocation: PreparedInvocation): SurfaceRequest {
  return invocation.target.surface === 'invoke' ? invokeRequest(invocation) : messagesRequest(invocation)
}

function invokeRequest({ operation, model, body }: PreparedInvocation): SurfaceRequest {
  return {
    path: pathOf(operation, model.calledId),
    headers: operation === 'InvokeModel' ? wholeHeaders : streamHeaders,
    body,
  }
}

/** On the Messages routes the model stands in the body, and version and betas are headers. */
function messagesRequest({ operation, model, body }: PreparedInvocation): SurfaceRequest {
  const { anthropic_version: version, anthropic_beta: betas, ...members } = body
  const streamed = operation === 'InvokeModelWithResponseStream'
  return {
    path: messagesApiPath,
    headers: {
      ...(streamed ? eventHeaders : wholeHeaders),
      ...messagesHeaders(version, betas),
    },
    body: { model: model.calledId, ...members, ...(streamed && { stream: true }) },
  }
}

/** Few models are called, many times each. */
const paths = new Map<string, string>()
const mostPaths = 256

function pathOf(operation: PreparedInvocation['operation'], modelId: string): string {
  const name = `${operation} ${modelId}`
  const known = paths.get(name)
  if (known !== undefined) return known
  const path = operationPath(operation, { modelId })
  if (paths.size >= mostPaths) paths.clear()
  paths.set(name, path)
  return path
}
