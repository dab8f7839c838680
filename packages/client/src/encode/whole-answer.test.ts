import { expect, test } from 'vitest'
import { systemClock } from '../clock/index.js'
import { WholeAnswer } from './whole-answer.js'

const body = Buffer.from(JSON.stringify({ content: [{ type: 'text', text: 'é – 😀' }], usage: {} }))

/** Reads an answer from memory that is written over after each read, as the transport does it. */
function read(pieces: readonly Buffer[], rawHeaders: readonly string[]): unknown {
  const answer = new WholeAnswer({ region: 'us-east-1' } as ConstructorParameters<typeof WholeAnswer>[0], systemClock)
  answer.head({ status: 200, rawHeaders })
  for (const piece of pieces) {
    const memory = Buffer.from(piece)
    answer.bytes(memory)
    memory.fill(0)
  }
  return answer.json()
}

const expected: unknown = JSON.parse(body.toString())

test.each([
  ['with its length', ['content-length', String(body.length)]],
  ['without', []],
])('a body is read that comes at once or in two pieces, wherever it is cut, %s', (...[, rawHeaders]) => {
  expect(read([body], rawHeaders)).toEqual(expected)
  for (let cut = 1; cut < body.length; cut++) {
    expect(read([body.subarray(0, cut), body.subarray(cut)], rawHeaders)).toEqual(expected)
  }
})
