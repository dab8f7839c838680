import type { StreamEvent } from '@outcrop/wire/anthropic'
import { encodeExceptionFrame } from '@outcrop/wire/event-stream'
import type { ServiceFault } from '../answer/service-fault.js'

/** How an answer is put into frames. */
export interface Framing {
  /** Makes the frames of one event; the last event comes with the metrics of the whole answer. */
  readonly framesOf: (event: StreamEvent) => readonly Uint8Array[]
  /** Tells that the answer breaks off. */
  readonly failure: (fault: ServiceFault) => Uint8Array
}

/** How a binary event stream tells a fault. In its midst a model's fault has a name of its own. */
export function exceptionFrame({ type, message }: ServiceFault): Uint8Array {
  const name = type === 'ModelErrorException' ? 'ModelStreamErrorException' : type
  return encodeExceptionFrame(name.charAt(0).toLowerCase() + name.slice(1), JSON.stringify({ message }))
}
