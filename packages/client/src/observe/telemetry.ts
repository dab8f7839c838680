import type { Attributes, Span } from '@opentelemetry/api'
import { version } from '../version.js'
import type { AttemptEnd, CallEnd, CallError, CallStart } from './events.js'
import type { Listener } from './observation.js'

const tokenBuckets = Array.from({ length: 14 }, (_, power) => 4 ** power)
const secondBuckets = Array.from({ length: 14 }, (_, power) => 2 ** power / 100)

/**
 * Spans and metrics by OpenTelemetry's semantic conventions for generative AI, with the API's global providers. Neither
 * prompts nor answers are put into them.
 *
 * @throws Error if the API is not installed where this package finds it
 */
export async function createTelemetry(): Promise<Listener> {
  const { context, metrics, SpanKind, SpanStatusCode, trace } = await import('@opentelemetry/api')
  const spans = new Map<string, Span>()
  const meter = metrics.getMeter('@outcrop/client', version)
  const duration = meter.createHistogram('gen_ai.client.operation.duration', {
    description: 'GenAI operation duration.',
    unit: 's',
    advice: { explicitBucketBoundaries: secondBuckets },
  })
  const firstChunk = meter.createHistogram('gen_ai.client.operation.time_to_first_chunk', {
    description: 'Time to receive the first chunk.',
    unit: 's',
    advice: { explicitBucketBoundaries: secondBuckets },
  })
  const tokens = meter.createHistogram('gen_ai.client.token.usage', {
    description: 'Number of input and output tokens used.',
    unit: '{token}',
    advice: { explicitBucketBoundaries: tokenBuckets },
  })
  const start = (event: CallStart) => {
    const tracer = trace.getTracer('@outcrop/client', version)
    const name = `chat ${event.requestedModel}`
    const span = tracer.startSpan(
      name,
      { kind: SpanKind.CLIENT, startTime: event.startedAt, attributes: requestAttributes(event) },
      context.active(),
    )
    spans.set(event.callId, span)
  }
  const end = (event: CallEnd) => {
    const input = inputTokens(event)
    const dimensions = { ...operationOf(event.requestedModel), 'gen_ai.response.model': event.responseModel }
    duration.record(event.durationMs / 1000, dimensions)
    if (event.firstEventMs !== undefined) firstChunk.record(event.firstEventMs / 1000, dimensions)
    tokens.record(input, { ...dimensions, 'gen_ai.token.type': 'input' })
    tokens.record(event.usage.outputTokens, { ...dimensions, 'gen_ai.token.type': 'output' })
    take(event.callId)?.setAttributes(responseAttributes(event, input)).end()
  }
  const fail = ({ callId, requestedModel, error, durationMs }: CallError) => {
    const attributes = { 'error.type': error.code }
    duration.record(durationMs / 1000, { ...operationOf(requestedModel), ...attributes })
    const span = take(callId)
    span?.setAttributes({ ...attributes, 'outcrop.attempts': error.attempts })
    span?.setStatus({ code: SpanStatusCode.ERROR, message: error.message })
    span?.end()
  }
  const take = (callId: string) => {
    const span = spans.get(callId)
    spans.delete(callId)
    return span
  }
  return (event) => {
    if (event.type === 'outcrop:call:start') start(event)
    else if (event.type === 'outcrop:call:end') end(event)
    else if (event.type === 'outcrop:call:error') fail(event)
    else if (event.type === 'outcrop:attempt:end')
      spans.get(event.callId)?.addEvent('outcrop.attempt', attemptAttributes(event))
  }
}

function operationOf(requestedModel: string): Attributes {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'aws.bedrock',
    'gen_ai.request.model': requestedModel,
  }
}

/** An attribute whose value is undefined is not set. */
function requestAttributes({ requestedModel, delivery, parameters, tags }: CallStart): Attributes {
  return {
    ...operationOf(requestedModel),
    'gen_ai.request.stream': delivery === 'events',
    'gen_ai.request.max_tokens': parameters.maxTokens,
    'gen_ai.request.temperature': parameters.temperature,
    'gen_ai.request.top_p': parameters.topP,
    'gen_ai.request.top_k': parameters.topK,
    'outcrop.tag.task': tags.task,
    'outcrop.tag.project': tags.project,
    'outcrop.tag.user': tags.user,
  }
}

/** The convention counts what came from the cache, and what went into it, as input too. */
function inputTokens({ usage }: CallEnd): number {
  return usage.inputTokens + usage.cacheReadInputTokens + usage.cacheWriteInputTokens
}

function responseAttributes(event: CallEnd, input: number): Attributes {
  const { usage, model, stopReason, firstEventMs } = event
  return {
    'gen_ai.response.id': event.responseId,
    'gen_ai.response.model': event.responseModel,
    'gen_ai.response.finish_reasons': stopReason === null ? [] : [stopReason],
    'gen_ai.response.time_to_first_chunk': firstEventMs === undefined ? undefined : firstEventMs / 1000,
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': usage.outputTokens,
    'gen_ai.usage.cache_read.input_tokens': usage.cacheReadInputTokens,
    'gen_ai.usage.cache_creation.input_tokens': usage.cacheWriteInputTokens,
    'cloud.region': model.region,
    'aws.request_id': event.requestId,
    'outcrop.model': model.key,
    'outcrop.called_id': model.calledId,
    'outcrop.geography': model.geography,
    'outcrop.attempts': event.attempts,
    'outcrop.cost_usd': event.costUsd,
    'outcrop.emulated': event.emulated,
  }
}

function attemptAttributes(event: AttemptEnd): Attributes {
  return {
    'outcrop.attempt': event.attempt,
    'outcrop.outcome': event.outcome,
    'outcrop.region': event.region,
    'outcrop.surface': event.surface,
    'outcrop.waited_ms': event.waitedMs,
    'outcrop.duration_ms': event.durationMs,
    'http.response.status_code': event.status,
    'aws.request_id': event.requestId,
  }
}
