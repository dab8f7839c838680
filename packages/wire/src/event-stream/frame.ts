import type { EventStreamMessage } from './message.js'

/** What a message means on a Bedrock stream. */
export type BedrockFrame =
  | { readonly kind: 'event'; readonly eventType: string; readonly payload: Uint8Array }
  | { readonly kind: 'exception'; readonly exceptionType: string; readonly payload: Uint8Array }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }

export function readFrame(_message: EventStreamMessage): BedrockFrame {
  throw new Error('not written yet')
}
export function encodeEventFrame(_eventType: string, _payload: string | Uint8Array): Uint8Array {
  throw new Error('not written yet')
}
export function encodeExceptionFrame(_exceptionType: string, _payload: string | Uint8Array): Uint8Array {
  throw new Error('not written yet')
}
export function encodeErrorFrame(_code: string, _message: string): Uint8Array {
  throw new Error('not written yet')
}
