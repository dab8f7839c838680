import type { SseEvent } from './sse-event.js'

const digits = /^[0-9]+$/

/** The fields of the event whose lines are arriving, by the rules of the HTML Standard, "server-sent events". */
export class EventUnderWay {
  #type = ''
  #data: string | undefined
  #retry: number | undefined
  /** Outlives the event: an id stays in force until it is set anew. */
  #lastId: string | undefined

  /** Takes a line that is not empty. */
  takeLine(line: string): void {
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1)
    if (field === 'data') this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`
    else if (field === 'event') this.#type = value
    else if (field === 'id' && !value.includes('\0')) this.#lastId = value
    else if (field === 'retry' && digits.test(value)) this.#retry = Number(value)
  }

  /** What an empty line dispatches; nothing where no data came. Starts the next event. */
  dispatch(): SseEvent | undefined {
    const data = this.#data
    const event = this.#type === '' ? 'message' : this.#type
    const retry = this.#retry
    this.#type = ''
    this.#data = undefined
    this.#retry = undefined
    if (data === undefined) return undefined
    return {
      event,
      data,
      ...(this.#lastId !== undefined && { id: this.#lastId }),
      ...(retry !== undefined && { retry }),
    }
  }
}
