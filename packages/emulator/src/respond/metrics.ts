import type { InvocationMetrics, StreamEvent } from '@outcrop/wire/anthropic'
import { type Finished, elapsedMs } from './finished.js'

/** The last event with the counts and times of the whole answer. */
export function withMetrics(
  event: StreamEvent & { type: 'message_stop' },
  finished: Finished,
  firstByteLatency: number,
) {
  const { usage } = finished.message
  const read = usage.cache_read_input_tokens ?? 0
  const written = usage.cache_creation_input_tokens ?? 0
  const metrics: InvocationMetrics = {
    inputTokenCount: usage.input_tokens,
    outputTokenCount: usage.output_tokens,
    invocationLatency: elapsedMs(finished),
    firstByteLatency,
    ...((read > 0 || written > 0) && { cacheReadInputTokenCount: read, cacheWriteInputTokenCount: written }),
  }
  return { ...event, 'amazon-bedrock-invocationMetrics': metrics }
}
