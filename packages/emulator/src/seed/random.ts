import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'

/** Numbers that look random and are the same for the same seed: mulberry32. */
export interface Random {
  /** 0 ≤ n < 1 */
  next(): number
  /** A whole number, least ≤ n ≤ most. */
  between(least: number, most: number): number
  pick<Item>(items: readonly [Item, ...Item[]]): Item
}

/** The seed of a text, 20 bytes. */
export function seedOf(text: string): Buffer {
  return Buffer.from(hash('sha1', text, 'hex'), 'hex')
}

export function randomFrom(seed: Buffer): Random {
  let state = seed.readUInt32LE(0)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return { next, between, pick: (items) => items[between(0, items.length - 1)] ?? items[0] }
}
