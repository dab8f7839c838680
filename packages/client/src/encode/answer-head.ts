import type { WireHead } from '../invocation/index.js'

/** One header, by its name in lower case; the first if it came several times. */
export function header({ rawHeaders }: WireHead, name: string): string | undefined {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const candidate = rawHeaders[at] ?? ''
    if (candidate.length === name.length && candidate.toLowerCase() === name) return rawHeaders[at + 1]
  }
  return undefined
}

/** All headers by their names in lower case, the first of each: for an error, of which anything may matter. */
export function headersOf({ rawHeaders }: WireHead): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers[(rawHeaders[at] ?? '').toLowerCase()] ??= rawHeaders[at + 1] ?? ''
  return headers
}

/** AWS's id of the request. */
export function requestIdOf(head: WireHead): string | undefined {
  return header(head, 'x-amzn-requestid')
}

/** Whether the emulator answered: it says so in every answer. */
export function isEmulated(head: WireHead): boolean {
  return header(head, 'x-outcrop-emulator') !== undefined
}
