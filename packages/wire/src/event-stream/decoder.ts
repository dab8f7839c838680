import type { EventStreamMessage } from './message.js'

export interface EventStreamDecoderOptions {
  readonly maxMessageBytes?: number
}
export class EventStreamDecoder {
  constructor(_options: EventStreamDecoderOptions = {}) {}
  get buffered(): number {
    return 0
  }
  push(_chunk: Uint8Array): EventStreamMessage[] {
    throw new Error('not written yet')
  }
  end(): void {
    throw new Error('not written yet')
  }
}
