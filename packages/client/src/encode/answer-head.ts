import { header } from '../invocation/answer-head.js'
import type { WireHead } from '../invocation/index.js'

/** All headers by their names in lower case, the first of each: for an error, of which anything may matter. */
export function headersOf({ rawHeaders }: WireHead): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers[(rawHeaders[at] ?? '').toLowerCase()] ??= rawHeaders[at + 1] ?? ''
  return headers
}

/** AWS's id of the request; bedrock-mantle has Anthropic's header for it. */
export function requestIdOf(head: WireHead): string | undefined {
  return header(head, 'x-amzn-requestid') ?? header(head, 'request-id')
}
