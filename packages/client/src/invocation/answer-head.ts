import type { WireHead } from './exchange.js'

/** One header, by its name in lower case; the first if it came several times. */
export function header({ rawHeaders }: WireHead, name: string): string | undefined {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const candidate = rawHeaders[at] ?? ''
    if (candidate.length === name.length && candidate.toLowerCase() === name) return rawHeaders[at + 1]
  }
  return undefined
}

/** Whether the emulator answered: it says so in every answer. */
export function isEmulated(head: WireHead): boolean {
  return header(head, 'x-outcrop-emulator') !== undefined
}
