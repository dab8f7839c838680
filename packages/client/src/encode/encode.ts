import { operationPath } from '@outcrop/wire/bedrock'
import type { Clock } from '../clock/index.js'
import type { ErrorContext } from '../errors/reported-error.js'
import { header, isEmulated } from '../invocation/answer-head.js'
import type { Answer, Exchange, Handler, PreparedInvocation, WireHead, WireRequest } from '../invocation/index.js'
import { requestIdOf } from './answer-head.js'
import { StreamedAnswer } from './streamed-answer.js'
import { WholeAnswer } from './whole-answer.js'

/** Where a region's Bedrock is, and how it is signed for. */
export interface Place {
  readonly origin: string
  /** Path before that of the operation, for an endpoint that is not at the root; else ''. */
  readonly basePath: string
  readonly signingName: string
}

/** What encoding needs. */
interface EncodePorts {
  readonly placeOf: (region: string) => Place
  readonly contextOf: (invocation: PreparedInvocation) => ErrorContext
  readonly clock: Clock
}

const streamHeaders = {
  'content-type': 'application/json',
  accept: 'application/vnd.amazon.eventstream',
  'x-amzn-bedrock-accept': 'application/json',
}

const wholeHeaders = { 'content-type': 'application/json', accept: 'application/json' }

/** Turns the final request into Bedrock's bytes, and Bedrock's bytes into events and a message. */
export function createEncode(ports: EncodePorts): (next: Exchange) => Handler<PreparedInvocation, Answer> {
  return (next) => async (invocation, receive) => {
    const context = ports.contextOf(invocation)
    const request = encode(invocation, ports.placeOf(invocation.model.region))
    if (invocation.operation === 'InvokeModel') {
      const whole = new WholeAnswer(context, ports.clock)
      await next(request, whole)
      return answer(invocation, whole.message(), whole.answerHead)
    }
    const streamed = new StreamedAnswer({ context, clock: ports.clock, receive })
    try {
      await next(request, streamed)
      return answer(invocation, streamed.finish(), streamed.answerHead)
    } catch (error) {
      throw streamed.interrupted(error)
    }
  }
}

/**
 * A body up to here is left a string, because Node sends it in one write with the head; above it the bytes are made
 * once, and not again for hashing, measuring and sending.
 */
const longestText = 16_384

function encode(
  { request, body, model, limits, operation, signal, watch }: PreparedInvocation,
  place: Place,
): WireRequest {
  const json = JSON.stringify(body)
  return {
    method: 'POST',
    origin: place.origin,
    path: place.basePath + pathOf(operation, model.calledId),
    headers: { ...(operation === 'InvokeModel' ? wholeHeaders : streamHeaders), ...request.headers },
    body: json.length > longestText ? Buffer.from(json) : json,
    region: model.region,
    signingName: place.signingName,
    signal,
    connectMs: limits.connectMs,
    idleMs: limits.idleMs,
    deadlineAt: limits.deadlineAt,
    watch,
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

function answer({ model }: PreparedInvocation, message: Answer['message'], head: WireHead): Answer {
  return {
    message,
    model,
    requestId: requestIdOf(head),
    emulated: isEmulated(head),
    status: head.status,
    serviceTier: header(head, 'x-amzn-bedrock-service-tier') ?? message.usage.service_tier ?? undefined,
  }
}
