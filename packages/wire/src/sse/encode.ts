import { WireError } from '../wire-error.js'
import type { SseEvent } from './sse-event.js'

/** An event to write: only `data` is needed. */
export type SseEventToEncode = Pick<SseEvent, 'data'> & Partial<SseEvent>

const lineEnd = /\r\n|\r|\n/
const unfitForLine = /[\r\n]/
const unfitForId = /[\r\n\0]/

function refuse(field: string, why: string): never {
  throw new WireError('argument', `The ${field} of a server-sent event ${why}`)
}

function eachLine(prefix: string, text: string): string {
  // Nearly all data is JSON, which has no raw line ends.
  if (!unfitForLine.test(text)) return `${prefix}${text}\n`
  return text
    .split(lineEnd)
    .map((line) => `${prefix}${line}\n`)
    .join('')
}

/**
 * A server-sent event with the empty line that dispatches it. Data of several lines becomes several data lines, which
 * a reader joins by `\n` again, whatever ended them here.
 *
 * @throws {WireError} `argument` for what has no encoding: a line end in `event` or `id`, NUL in `id`, a `retry` that
 * is not a whole number of milliseconds from 0.
 */
export function encodeSseEvent({ event, data, id, retry }: SseEventToEncode): string {
  let text = ''
  if (event !== undefined) {
    if (unfitForLine.test(event)) refuse('type', 'has a line end')
    text += `event: ${event}\n`
  }
  if (id !== undefined) {
    if (unfitForId.test(id)) refuse('id', 'has a line end or a NUL')
    text += `id: ${id}\n`
  }
  if (retry !== undefined) {
    if (!Number.isSafeInteger(retry) || retry < 0) refuse('retry', 'is not a whole number of milliseconds')
    text += `retry: ${retry}\n`
  }
  return `${text}${eachLine('data: ', data)}\n`
}

/** A comment, which every reader passes over: it keeps an idle connection alive. */
export function encodeSseComment(text: string): string {
  return `${eachLine(': ', text)}\n`
}
