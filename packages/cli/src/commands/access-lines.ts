import type { AccessRecord } from '@outcrop/gateway'
import type { Output } from '../terminal/output.js'

/** Writes the access log, all lines of one turn of the event loop at once: under load that is one write for many. */
export function accessLines(output: Output): (record: AccessRecord) => void {
  let waiting: string[] = []
  const write = () => {
    const lines = waiting
    waiting = []
    output.note(lines.join('\n'))
  }
  return (record) => {
    if (waiting.push(JSON.stringify(record)) === 1) setImmediate(write)
  }
}
