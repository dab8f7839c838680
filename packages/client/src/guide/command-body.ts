import type { CallEvent } from '../invocation/index.js'

/** The bytes of an answer, with the AWS SDK's way to read them as text. */
export type CommandBody = Uint8Array & { transformToString(encoding?: string): string }

/** A piece of a streamed answer, as the AWS SDK hands it over: bytes of one Anthropic event as JSON. */
export interface CommandChunk {
  readonly chunk: { readonly bytes: Uint8Array }
}

/** A value as the JSON that Bedrock would send. */
export function jsonBody(value: unknown): CommandBody {
  const bytes = Buffer.from(JSON.stringify(value), 'utf8')
  return Object.assign(new Uint8Array(bytes), {
    transformToString: (encoding = 'utf8') => bytes.toString(encoding as BufferEncoding),
  })
}

/** Events as chunks. Whoever stops reading ends the call. `onEnd` is called in the end, however that came. */
export async function* chunksOf(
  first: IteratorResult<CallEvent>,
  events: AsyncIterator<CallEvent>,
  onEnd: () => void | Promise<void>,
): AsyncGenerator<CommandChunk> {
  try {
    for (let next = first; next.done !== true; next = await events.next()) {
      yield { chunk: { bytes: jsonBody(next.value) } }
    }
  } finally {
    await events.return?.()
    await onEnd()
  }
}

/**
 * The text of a command's body, which may be bytes too.
 *
 * @returns undefined for what is neither
 */
export function textOfBody(body: unknown): string | undefined {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8')
  return undefined
}
