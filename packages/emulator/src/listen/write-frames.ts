import { Buffer } from 'node:buffer'
import type { Writable } from 'node:stream'
import type { EventFrames } from '../answer/event-frames.js'
import type { Departure } from './departure.js'

/** Resolves when `target` takes more, or will never. */
function roomIn(target: Writable): Promise<void> {
  if (target.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      target.off('drain', done)
      target.off('close', done)
      resolve()
    }
    target.on('drain', done)
    target.on('close', done)
  })
}

/** Writes frames as they are made, no faster than the client reads, and ends the stream. */
export async function writeFrames(target: Writable, frames: EventFrames, departure: Departure): Promise<void> {
  for await (const batch of frames) {
    if (departure.left || target.destroyed) return
    const [first] = batch
    if (!first) continue
    const bytes = batch.length === 1 ? first : Buffer.concat(batch)
    if (!target.write(bytes)) await roomIn(target)
    if (departure.left || target.destroyed) return
  }
  target.end()
}
