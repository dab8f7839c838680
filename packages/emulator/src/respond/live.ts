import { type Message, type StreamEvent, eventsOf } from '@outcrop/wire/anthropic'
import type { EventFrames } from '../answer/event-frames.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { LivePieces, ReplyPiece } from '../reply.js'
import { thinkingMode } from '../request/thinking-mode.js'
import { estimateTokens } from '../tokens/estimate.js'
import { type Finished, elapsedMs } from './finished.js'
import type { Framing } from './framing.js'
import { LiveBlocks } from './live-blocks.js'
import { messageOf, toolIdsFor } from './message.js'
import { withMetrics } from './metrics.js'
import type { Progress } from './progress.js'
import { settleAll } from './settle.js'

/** The frames of an answer that is still being made, each as soon as its piece is there. */
export async function* liveFrames(
  finished: Finished,
  live: LivePieces,
  { framesOf, failure }: Framing,
  progress: Progress,
): EventFrames {
  const { call, message } = finished
  const { tokenizer } = call.request.entry
  const all = (events: readonly StreamEvent[]) => events.flatMap((event) => framesOf(event))
  try {
    yield all(opening(message))
    const firstByteLatency = elapsedMs(finished)
    const blocks = new LiveBlocks({
      showsThinking: thinkingMode(call.request).shown,
      nextToolId: toolIdsFor(call),
    })
    let step = await live.next()
    for (; !step.done; step = await live.next()) {
      progress.begin(estimateTokens(textOf(step.value), tokenizer), 0)
      progress.finish()
      call.reservation.generated(progress.tokens)
      yield all(blocks.push(step.value))
    }
    const whole: Finished = { ...finished, message: { ...messageOf({ ...call, reply: step.value }), id: message.id } }
    settle(whole)
    yield all([...blocks.end(), ...closing(whole, firstByteLatency)])
  } catch (error) {
    if (!(error instanceof ServiceFault) || call.departure.left) throw error
    call.entry.error = { type: error.type, message: error.message }
    settle(cutShort(finished, progress))
    yield [failure(error)]
  } finally {
    // Whoever still answers is told to stop.
    await live.return(call.reply)
  }
}

function textOf(piece: ReplyPiece): string {
  if (piece.kind === 'call') return piece.name
  return piece.kind === 'input' ? piece.json : piece.text
}

function opening(message: Message): StreamEvent[] {
  return eventsOf({ ...message, content: [] }).slice(0, 1)
}

function closing(whole: Finished, firstByteLatency: number): StreamEvent[] {
  return eventsOf({ ...whole.message, content: [] })
    .slice(1)
    .map((event) => (event.type === 'message_stop' ? withMetrics(event, whole, firstByteLatency) : event))
}

function cutShort(finished: Finished, progress: Progress): Finished {
  const { message } = finished
  return { ...finished, message: { ...message, usage: { ...message.usage, output_tokens: progress.tokens } } }
}

function settle(finished: Finished): void {
  const { call, clock } = finished
  settleAll(finished)
  call.entry.timing = { ...call.entry.timing, durationMs: clock.monotonicMs() - call.startedMs }
}
