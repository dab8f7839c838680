import type { Clock } from '../clock/index.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { Invocation, ReceiveCall, Reply } from '../invocation/index.js'
import type { CallStart } from './events.js'
import type { Observation } from './observation.js'

/** Says how a call begins and ends, around whatever makes it. */
export async function observeCall(
  invocation: Invocation,
  run: (receive: ReceiveCall) => Promise<Reply>,
  { receive, observation, clock }: { receive: ReceiveCall; observation: Observation; clock: Clock },
): Promise<Reply> {
  await observation.prepare()
  const { call, delivery, request } = invocation
  const of = { callId: call.id, requestedModel: request.model }
  const begun = clock.monotonic()
  let firstEventMs: number | undefined
  observation.say(startOf(invocation, clock.now()))
  try {
    const reply = await run((events) => {
      firstEventMs ??= clock.monotonic() - begun
      return receive(events)
    })
    const { usage, costUsd, stopReason, requestId, attempts, emulated, model, message } = reply
    observation.say({
      type: 'outcrop:call:end',
      ...of,
      model,
      responseModel: message.model,
      responseId: message.id,
      delivery,
      durationMs: clock.monotonic() - begun,
      ...(firstEventMs !== undefined && { firstEventMs }),
      usage,
      costUsd,
      stopReason,
      requestId,
      attempts,
      emulated,
    })
    return reply
  } catch (error) {
    const durationMs = clock.monotonic() - begun
    if (isOutcropError(error)) observation.say({ type: 'outcrop:call:error', ...of, error, durationMs })
    throw error
  }
}

function startOf({ call, delivery, request, tags }: Invocation, startedAt: number): CallStart {
  const { max_tokens: maxTokens, temperature, top_p: topP, top_k: topK } = request.body
  const parameters = Object.entries({ maxTokens, temperature, topP, topK }).filter(([, value]) => value !== undefined)
  return {
    type: 'outcrop:call:start',
    callId: call.id,
    requestedModel: request.model,
    startedAt,
    delivery,
    tags,
    parameters: Object.fromEntries(parameters),
  }
}
