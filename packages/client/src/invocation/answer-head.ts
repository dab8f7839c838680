import type { WireHead } from './exchange.js'

/** One header, by its name in lower case; the first if it came several times. */
export function header({ rawHeaders }: WireHead, name: string): string | undefined {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const candidate = rawHeaders[at] ?? ''
    if (candidate.length === name.length && candidate.toLowerCase() === name) return rawHeaders[at + 1]
  }
  return undefined
}

/** What is known of a streamed answer once it begins. */
export interface StreamHead {
  /** AWS's id of the request. After a restart or a continuation it stays that of the first. */
  readonly requestId: string | undefined
  /** True if the emulator answers. */
  readonly emulated: boolean
}

/** Whether the emulator answered: it says so in every answer. */
export function isEmulated(head: WireHead): boolean {
  return header(head, 'x-outcrop-emulator') !== undefined
}
