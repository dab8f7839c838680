import type { SseEvent } from './sse-event.js'

export interface SseDecoderOptions {
  readonly maxEventBytes?: number
}
export class SseDecoder {
  constructor(_options: SseDecoderOptions = {}) {}
  push(_chunk: Uint8Array): SseEvent[] {
    throw new Error('not written yet')
  }
  end(): SseEvent[] {
    throw new Error('not written yet')
  }
}
