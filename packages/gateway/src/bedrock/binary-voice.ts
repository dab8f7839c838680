import type { CallEvent, Reply } from '@outcrop/client'
import { ConverseEventWriter, converseEventJson } from '@outcrop/wire/converse'
import type { ConverseStreamEvent } from '@outcrop/wire/converse'
import { encodeChunk, encodeEventFrame, padding } from '@outcrop/wire/event-stream'
import type { Sink } from '../exchange/exchange.js'
import { receiptName, receiptOf, receiptText } from '../receipt/receipt.js'
import type { EventVoice } from '../streaming/write-stream.js'
import { withoutRestart } from '../streaming/write-stream.js'
import { exceptionFrame } from './error-answer.js'

type Known = Exclude<CallEvent, { type: 'outcrop_restart' }>

/** Between 2 and 61 characters, evenly spread, as in Bedrock's own frames. */
function paddingBy(chance: () => number): string {
  return padding(2 + Math.floor(chance() * 60))
}

/** Frames of InvokeModelWithResponseStream: each holds one of Claude's events. */
export function invokeVoice(chance: () => number, dropped: readonly string[]): EventVoice {
  return binaryVoice((event) => [encodeChunk(JSON.stringify(event), paddingBy(chance))], dropped)
}

/** Frames of ConverseStream. */
export function converseVoice(
  chance: () => number,
  { responseFieldPaths, dropped }: { responseFieldPaths: readonly string[]; dropped: readonly string[] },
): EventVoice {
  const writer = new ConverseEventWriter({ responseFieldPaths })
  const frame = ({ eventType, payload }: ConverseStreamEvent) =>
    encodeEventFrame(eventType, converseEventJson(payload, paddingBy(chance)))
  return binaryVoice((event) => writer.push(event).map(frame), dropped)
}

/** The terminal event is held back until the call has ended as it should; the receipt follows the body. */
function binaryVoice(framesOf: (event: Known) => readonly Uint8Array[], dropped: readonly string[]): EventVoice {
  let last: readonly Uint8Array[] = []
  const frames = (event: CallEvent): readonly Uint8Array[] => {
    const known = withoutRestart(event)
    if (known.type === 'ping') return []
    if (known.type !== 'message_stop') return framesOf(known)
    last = framesOf(known)
    return []
  }
  return {
    events: (events) => joined(events.flatMap(frames)),
    ping: undefined,
    end(reply: Reply, sink: Sink) {
      sink.trail({ [receiptName]: receiptText(receiptOf(reply, dropped)) })
      return joined(last)
    },
    error: exceptionFrame,
  }
}

function joined(frames: readonly Uint8Array[]): Uint8Array {
  const [first] = frames
  return frames.length === 1 && first !== undefined ? first : Buffer.concat(frames)
}
