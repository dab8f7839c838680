import type { MessageStream } from '@outcrop/client'
import type { StreamEvent } from '@outcrop/wire/anthropic'
import { count } from '../terminal/quantities.js'
import type { ProgressLine } from '../terminal/progress-line.js'
import type { AnswerSink } from './answer-sink.js'

/** What has come of an answer so far; it is filled while the answer comes, so that a failure can tell what there was. */
export interface Received {
  text: string
}

/**
 * Reads an answer to its end and passes it on while it comes. While nothing can be seen of it (before the first byte,
 * while the model thinks, and while the text is held back) the progress line shows what is going on.
 *
 * @throws OutcropError if the answer is not whole; the progress line is gone by then, and a line begun is ended
 */
export async function deliver(
  stream: MessageStream,
  received: Received,
  to: { readonly sink: AnswerSink; readonly progress: ProgressLine; readonly modelName: string },
): Promise<void> {
  const { sink, progress } = to
  progress.show(`waiting for ${to.modelName}`)
  try {
    for await (const event of stream) {
      // Nobody asks for one here, because what was printed cannot be taken back.
      if (event.type === 'outcrop_restart') throw event.error
      const label = activity(event, sink, received)
      if (label !== undefined && !sink.isMidLine) progress.show(label)
      await sink.event(event)
      const piece = textOf(event)
      if (piece === '') continue
      received.text += piece
      if (sink.streams) progress.clear()
      await sink.text(piece)
    }
  } finally {
    progress.clear()
    await sink.end()
  }
}

/** What the model is doing, by an event that shows nothing of it. */
function activity(event: StreamEvent, sink: AnswerSink, received: Received): string | undefined {
  if (event.type === 'content_block_start' && event.content_block.type !== 'text') return 'thinking'
  if (event.type !== 'content_block_delta') return undefined
  if (event.delta.type !== 'text_delta') return 'thinking'
  return sink.streams ? undefined : `writing, ${count(received.text.length)} characters so far,`
}

function textOf(event: StreamEvent): string {
  if (event.type === 'content_block_start' && event.content_block.type === 'text') return event.content_block.text
  return event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : ''
}
