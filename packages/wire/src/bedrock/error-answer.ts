/** Lower-case names, as node:http and node:http2 give them. */
export type AnswerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** An answer that is no success, whoever wrote it: Bedrock, its front end, Anthropic's surface, or a proxy on the way. */
export interface ErrorAnswer {
  /**
   * The exception's name (`ThrottlingException`), or Anthropic's or mantle's word (`overloaded_error`,
   * `invalid_api_key`); `UnknownError` if nothing says one, as in AWS's SDKs. Then the status is all there is.
   */
  readonly type: string
  /** For people; never empty. */
  readonly message: string
  readonly requestId?: string
  /** How long to wait, in seconds, if said as a number. */
  readonly retryAfterSeconds?: number
  /** `retry-after` as sent; may be a date. */
  readonly retryAfter?: string
  /** Of model errors: what the model itself answered. */
  readonly originalStatusCode?: number
  readonly originalMessage?: string
  readonly resourceName?: string
}

type Fields = Readonly<Record<string, unknown>>

/** Enough to tell a proxy's page by; a whole page in a terminal helps nobody. */
const LONGEST_TEXT = 300
const UNKNOWN = 'UnknownError'

/** Reads an answer with an error status. Never throws, whatever the body is. */
export function readErrorAnswer(status: number, headers: AnswerHeaders, body: Uint8Array): ErrorAnswer {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8').trim()
  const fields = parseFields(text)
  const inner = fieldsOf(fields['error']) ?? fieldsOf(fields['Output']) ?? {}
  const markup = text.startsWith('<') ? readMarkup(text) : undefined
  const type =
    shortName(header(headers, 'x-amzn-errortype')) ??
    firstText([fields['code'], fields['__type']], shortName) ??
    firstText([inner['code'], inner['__type'], inner['type']], shortName) ??
    markup?.type ??
    UNKNOWN
  const message =
    firstText([fields['message'], fields['Message'], fields['errorMessage']]) ??
    firstText([inner['message'], inner['Message'], fields['error'], fields['detail']]) ??
    markup?.message ??
    (Object.keys(fields).length > 0 || text === '' ? undefined : shorten(text)) ??
    `HTTP ${status}, with no message`
  return { type, message, ...readHeaders(headers, fields), ...readModelError(fields) }
}

function readHeaders(headers: AnswerHeaders, fields: Fields): Partial<ErrorAnswer> {
  const requestId =
    header(headers, 'x-amzn-requestid') ??
    header(headers, 'x-amzn-request-id') ??
    header(headers, 'request-id') ??
    header(headers, 'x-request-id') ??
    firstText([fields['request_id'], fields['requestId']])
  const retryAfter = header(headers, 'retry-after')
  // AWS's own header and Anthropic's count milliseconds, and are the more exact.
  const milliseconds = count(header(headers, 'retry-after-ms')) ?? count(header(headers, 'x-amz-retry-after'))
  const seconds = milliseconds === undefined ? count(retryAfter) : milliseconds / 1000
  return {
    ...(requestId !== undefined && { requestId }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(seconds !== undefined && { retryAfterSeconds: seconds }),
  }
}

function readModelError(fields: Fields): Partial<ErrorAnswer> {
  const { originalStatusCode, originalMessage, resourceName } = fields
  return {
    ...(typeof originalStatusCode === 'number' && { originalStatusCode }),
    ...(typeof originalMessage === 'string' && { originalMessage }),
    ...(typeof resourceName === 'string' && { resourceName }),
  }
}

/** The front end answers some paths in XML; proxies answer in HTML. */
function readMarkup(text: string): { type: string | undefined; message: string | undefined } {
  const root = /^<(?:\?[^>]*>\s*<)?(\w+)/.exec(text)?.[1] ?? ''
  const said = /<(message|title|h1)\b[^>]*>\s*([^<]+?)\s*<\/\1>/i.exec(text)?.[2]
  return {
    type: /(?:Exception|Error)$/.test(root) && root !== 'Error' ? root : /<Code>(\w+)<\/Code>/.exec(text)?.[1],
    message: said === undefined ? shorten(text.replace(/<[^>]*>/g, ' ')) : shorten(said),
  }
}

function parseFields(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text)) ?? {}
  } catch {
    return {}
  }
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

/** `com.amazon.coral.service#ThrottlingException:http://…` is a ThrottlingException. */
function shortName(text: string | undefined): string | undefined {
  const name = text?.split(/[:,]/)[0]?.split('#').at(-1)?.trim()
  return name === '' ? undefined : name
}

function firstText(
  values: readonly unknown[],
  read: (text: string) => string | undefined = (text) => text,
): string | undefined {
  for (const value of values) {
    const text = typeof value === 'string' && value.trim() !== '' ? read(value) : undefined
    if (text !== undefined) return text
  }
  return undefined
}

function header(headers: AnswerHeaders, name: string): string | undefined {
  const value = headers[name]
  const text = typeof value === 'string' ? value : value?.[0]
  return text === '' ? undefined : text
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined
}

function shorten(text: string): string | undefined {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return undefined
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line
}
