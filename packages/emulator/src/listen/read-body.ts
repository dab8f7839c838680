import { Buffer } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { ReadBody } from './exchange.js'

// A client that sends too much is read on for a while, because most clients read the refusal only after they have
// sent everything; one that goes on beyond this is cut off.
const patience = 4

const empty = new Uint8Array(0)

/** Collects the body of a request whose errors are heard elsewhere; never holds more than `maxBytes`, never rejects. */
export function readBody(source: Readable, maxBytes: number): Promise<ReadBody> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let length = 0
    source.on('data', (piece: Buffer) => {
      length += piece.length
      if (length <= maxBytes) pieces.push(piece)
      else if (length > maxBytes * patience) resolve({ kind: 'broken' })
      else pieces.length = 0
    })
    source.on('end', () => {
      if (length > maxBytes) resolve({ kind: 'too long' })
      else resolve({ kind: 'whole', bytes: joined(pieces, length) })
    })
    // After `end` this changes nothing; before it, the client has left, with an error or without.
    source.on('close', () => resolve({ kind: 'broken' }))
  })
}

function joined(pieces: readonly Buffer[], length: number): Uint8Array {
  if (pieces.length === 0) return empty
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, length)
}
