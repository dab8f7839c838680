import type { WireHead } from '../invocation/index.js'

/** One header, the first if it came several times. */
export function header(head: WireHead, name: string): string | undefined {
  const value = head.headers[name]
  return typeof value === 'string' ? value : value?.[0]
}

/** AWS's id of the request. */
export function requestIdOf(head: WireHead): string | undefined {
  return header(head, 'x-amzn-requestid')
}

/** Whether the emulator answered: it says so in every answer. */
export function isEmulated(head: WireHead): boolean {
  return header(head, 'x-outcrop-emulator') !== undefined
}
