import type { MessageHeaders } from './message.js'

export function encodeMessage(_headers: MessageHeaders, _payload: Uint8Array): Uint8Array {
  throw new Error('not written yet')
}
