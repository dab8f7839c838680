import { randomUUID } from 'node:crypto'

/** A key that nobody can guess, for as long as one program runs. */
export function randomKey(): string {
  return `outcrop-${randomUUID()}`
}
