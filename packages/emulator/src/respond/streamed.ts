import { type Message, type StreamEvent, streamEventsOf } from '@outcrop/wire/anthropic'
import { ConverseEventWriter, converseEventJson } from '@outcrop/wire/converse'
import { encodeChunk, encodeEventFrame, padding } from '@outcrop/wire/event-stream'
import { type Answer, streamAnswer } from '../answer/answer.js'
import type { EventFrames } from '../answer/event-frames.js'
import { eventJson } from './event-json.js'
import { type Finished, elapsedMs } from './finished.js'
import { type Framing, exceptionFrame } from './framing.js'
import { liveFrames } from './live.js'
import { withMetrics } from './metrics.js'
import { paceOf } from './pace.js'
import { Progress } from './progress.js'
import { settleAll, settledFrames } from './settle.js'

// Frames wait for one another up to this size when nothing else holds them up: fewer, larger writes.
const batchBytes = 64 * 1024

/** InvokeModelWithResponseStream: Claude's own events in chunks. */
export function streamInvoke(finished: Finished): Answer {
  const nextPadding = paddings()
  const framesOf: Framing['framesOf'] = (event) => [encodeChunk(eventJson(event), nextPadding())]
  return streamAnswer(streamed(finished, { framesOf, failure: exceptionFrame }), [
    ['X-Amzn-Bedrock-Content-Type', 'application/json'],
  ])
}

export function streamConverse(finished: Finished): Answer {
  const nextPadding = paddings()
  const { additionalModelResponseFieldPaths: responseFieldPaths = [] } = finished.call.extras
  const writer = new ConverseEventWriter({ responseFieldPaths })
  const framesOf: Framing['framesOf'] = (event) =>
    writer
      .push(event)
      .map(({ eventType, payload }) => encodeEventFrame(eventType, converseEventJson(payload, nextPadding())))
  return streamAnswer(streamed(finished, { framesOf, failure: exceptionFrame }))
}

const lengths = 60
const allPaddings = Array.from({ length: lengths }, (_, at) => padding(2 + at))

/** Bedrock pads every frame by 2 to 61 characters, evenly spread. 37 and 60 have no common divisor: all come. */
function paddings(): () => string {
  let at = 0
  return () => {
    at = (at + 37) % lengths
    return allPaddings[at] ?? ''
  }
}

/** An answer as frames, each when it is due; settled however it ends. */
export function streamed(finished: Finished, framing: Framing): EventFrames {
  const progress = new Progress(finished.clock)
  const { live } = finished.call
  const frames = live ? liveFrames(finished, live, framing, progress) : paced(finished, framing, progress)
  return settledFrames(frames, finished, progress)
}

async function* paced(finished: Finished, { framesOf }: Framing, progress: Progress): EventFrames {
  const { call, clock, message } = finished
  const { entry, reservation } = call
  const pace = paceOf(finished)
  if (!pace.instant) await pace.first()
  const firstByteLatency = elapsedMs(finished)
  const tokensOf = tokensPerEvent(message)
  let batch: Uint8Array[] = []
  let bytes = 0
  for (const event of streamEventsOf(message)) {
    const tokens = tokensOf(event)
    const aheadMs = pace.instant ? 0 : pace.aheadMs(tokens)
    progress.begin(tokens, aheadMs)
    if (aheadMs > 0 || bytes >= batchBytes) {
      reservation.generated(progress.tokens)
      if (batch.length > 0) yield batch
      batch = []
      bytes = 0
      await pace.wait(aheadMs)
      if (call.departure.left) return
    }
    progress.finish()
    const frames = framesOf(event.type === 'message_stop' ? withMetrics(event, finished, firstByteLatency) : event)
    for (const frame of frames) {
      batch.push(frame)
      bytes += frame.length
    }
  }
  // The journal tells the end before the client learns of it, so that whoever has the answer finds it there.
  settleAll(finished)
  entry.timing = { ...entry.timing, durationMs: clock.monotonicMs() - call.startedMs }
  yield batch
}

/** Spreads the answer's tokens over its deltas; thinking that is not shown passes in silence before its signature. */
function tokensPerEvent(message: Message): (event: StreamEvent) => number {
  const { usage } = message
  const thinkingTokens = usage.output_tokens_details?.thinking_tokens ?? 0
  let spoken = 0
  let signatures = 0
  for (const event of streamEventsOf(message)) {
    if (event.type !== 'content_block_delta') continue
    if (event.delta.type === 'signature_delta') signatures += 1
    else spoken += 1
  }
  const each = Math.max(0, usage.output_tokens - thinkingTokens) / Math.max(1, spoken)
  return (event) => {
    if (event.type !== 'content_block_delta') return 0
    return event.delta.type === 'signature_delta' ? thinkingTokens / signatures : each
  }
}
