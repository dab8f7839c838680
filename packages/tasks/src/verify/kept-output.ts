import { StringDecoder } from 'node:string_decoder'
import { stripVTControlCharacters } from 'node:util'

const mostHead = 256 * 1024
const mostTail = 1024 * 1024

/** Keeps the beginning and the end of what a command prints, however much it is. */
export class KeptOutput {
  readonly #decoder = new StringDecoder('utf8')
  #head = ''
  #tail = ''
  #lost = 0

  push(chunk: Uint8Array): void {
    const text = this.#decoder.write(Buffer.from(chunk))
    const room = Math.max(0, mostHead - this.#head.length)
    this.#head += text.slice(0, room)
    this.#tail += text.slice(room)
    // Cut only now and then, so that many small pieces do not copy it each time.
    if (this.#tail.length > 2 * mostTail) this.#cut()
  }

  /** What was kept: plain text, a line for each that was drawn over by carriage returns. */
  text(): string {
    this.#cut()
    const gap = this.#lost === 0 ? '' : `\n[${this.#lost} characters left out]\n`
    const raw = this.#head + gap + this.#tail + this.#decoder.end()
    return stripVTControlCharacters(raw).replaceAll('\r\n', '\n').split('\n').map(lastDrawn).join('\n')
  }

  #cut(): void {
    const over = this.#tail.length - mostTail
    if (over <= 0) return
    this.#lost += over
    this.#tail = this.#tail.slice(over)
  }
}

/** A line as a terminal shows it in the end: what stands after the last carriage return that drew over it. */
function lastDrawn(line: string): string {
  const shown = line.endsWith('\r') ? line.slice(0, -1) : line
  return shown.slice(shown.lastIndexOf('\r') + 1)
}
