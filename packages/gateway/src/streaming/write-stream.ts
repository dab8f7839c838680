import type { CallEvent, Reply } from '@outcrop/client'
import { isOutcropError } from '@outcrop/client'
import type { Note, Sink } from '../exchange/exchange.js'
import { noteReply } from '../receipt/receipt.js'
import type { Liveness, OpenStream } from './open-stream.js'

/** What events, a silence, the end and an error become in one protocol. */
export interface EventVoice {
  readonly events: (events: readonly CallEvent[]) => string | Uint8Array
  /** Undefined where the protocol has no word for it. */
  readonly ping: string | Uint8Array | undefined
  /** The last words of a whole answer. */
  readonly end: (reply: Reply, sink: Sink) => string | Uint8Array
  readonly error: (error: unknown) => string | Uint8Array
}

/** What writing needs besides the stream and the way out. */
export interface Writing extends Liveness {
  readonly voice: EventVoice
  readonly note: Note
}

/**
 * Writes a stream as it comes, no faster than its client reads. It ends with the last words of a whole answer, or with
 * those of an error: nothing that broke off can be taken for whole. Never rejects.
 */
export async function writeStream(
  stream: OpenStream,
  sink: Sink,
  { voice, note, clock, pingMs }: Writing,
): Promise<void> {
  const quiet = clock.timer(pingMs, () => {
    if (voice.ping !== undefined && !sink.full) void sink.write(voice.ping)
    quiet.refresh()
  })
  try {
    for (;;) {
      const { done, value } = await stream.next()
      if (done === true) break
      quiet.refresh()
      const room = sink.write(voice.events(value))
      if (room !== undefined) await room
    }
    const reply = await stream.reply()
    noteReply(note, reply)
    await sink.write(voice.end(reply, sink))
  } catch (error) {
    note.error = isOutcropError(error) ? error.code : 'internal'
    await sink.write(voice.error(error))
  } finally {
    quiet.cancel()
  }
}

/** @throws the error behind a restart: none of the protocols here can take back what was said */
export function withoutRestart(event: CallEvent): Exclude<CallEvent, { type: 'outcrop_restart' }> {
  if (event.type === 'outcrop_restart') throw event.error
  return event
}
