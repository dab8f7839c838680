export function encodeChunk(_anthropicEventJson: string, _padding: string): Uint8Array {
  throw new Error('not written yet')
}
export function decodeChunk(_payload: Uint8Array): string {
  throw new Error('not written yet')
}
export function padding(_length: number): string {
  throw new Error('not written yet')
}
