import type { Clock } from '../clock/index.js'
import type { ErrorContext } from '../errors/reported-error.js'
import { header, isEmulated } from '../invocation/answer-head.js'
import type { Answer, Exchange, Handler, PreparedInvocation, WireHead, WireRequest } from '../invocation/index.js'
import { placeOfTarget } from '../invocation/target.js'
import { requestIdOf } from './answer-head.js'
import { BinaryFraming } from './binary-framing.js'
import { requestOf } from './request-of.js'
import { SseFraming } from './sse-framing.js'
import { StreamedAnswer } from './streamed-answer.js'
import { WholeAnswer } from './whole-answer.js'

/** What encoding needs. */
interface EncodePorts {
  readonly contextOf: (invocation: PreparedInvocation) => ErrorContext
  readonly clock: Clock
}

/** Turns the final request into Bedrock's bytes, and Bedrock's bytes into events and a message. */
export function createEncode(ports: EncodePorts): (next: Exchange) => Handler<PreparedInvocation, Answer> {
  return (next) => async (invocation, receive) => {
    const context = ports.contextOf(invocation)
    const request = encode(invocation)
    if (invocation.operation === 'InvokeModel') {
      const whole = new WholeAnswer(context, ports.clock)
      await next(request, whole)
      return answer(invocation, whole.message(), whole.answerHead)
    }
    const framing = invocation.target.surface === 'invoke' ? new BinaryFraming() : new SseFraming()
    const streamed = new StreamedAnswer(framing, { context, clock: ports.clock, receive, begun: invocation.begun })
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

function encode(invocation: PreparedInvocation): WireRequest {
  const { request, limits, signal, target, watch } = invocation
  const { path, headers, body } = requestOf(invocation)
  const json = JSON.stringify(body)
  return {
    method: 'POST',
    origin: target.place.origin,
    path: target.place.basePath + path,
    headers: { ...headers, ...request.headers },
    proof: undefined,
    body: json.length > longestText ? Buffer.from(json) : json,
    region: target.region,
    signingName: target.place.signingName,
    account: target.account,
    signal,
    connectMs: limits.connectMs,
    idleMs: limits.idleMs,
    deadlineAt: limits.deadlineAt,
    watch,
  }
}

function answer({ model, target }: PreparedInvocation, message: Answer['message'], head: WireHead): Answer {
  return {
    message,
    model,
    place: placeOfTarget(target),
    requestId: requestIdOf(head),
    emulated: isEmulated(head),
    status: head.status,
    serviceTier: header(head, 'x-amzn-bedrock-service-tier') ?? message.usage.service_tier ?? undefined,
    usage: undefined,
    costUsd: undefined,
    charge: undefined,
    history: undefined,
  }
}
