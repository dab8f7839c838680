const NOT_PLAIN_IN_PATH = /[^A-Za-z0-9\-._~/]/gu
const WHITE_SPACE = [' ', '\t', '\r', '\n'] as const
const UNRESERVED = /[A-Za-z0-9\-._~]/
/** A byte that is encoded already, or a character that is not unreserved (RFC 3986, 2.3). */
const TO_ENCODE = /%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~]/gu
const LEFT_BY_ENCODE_URI_COMPONENT = /[!'()*]/g

/** Few models are called, many times each. */
const paths = new Map<string, string>()
const MOST_PATHS = 256

/**
 * The path as it stands in the canonical request: each segment of the path as sent, percent-encoded once more, so that
 * `%3A` becomes `%253A` and a raw `:` becomes `%3A`. Segments are not normalised: Bedrock's paths have no `.` or `..`,
 * and what is sent is what is signed.
 */
export function canonicalPath(path: string): string {
  if (path === '') return '/'
  const known = paths.get(path)
  if (known !== undefined) return known
  const canonical = path.replace(NOT_PLAIN_IN_PATH, encodeStrictly)
  if (paths.size >= MOST_PATHS) paths.clear()
  paths.set(path, canonical)
  return canonical
}

/** The query (without `?`) with each name and value encoded in the one canonical way, in order of names, then values. */
export function canonicalQuery(query: string): string {
  if (query === '') return ''
  const pairs: [name: string, value: string][] = []
  for (const part of query.split('&')) {
    if (part === '') continue
    const at = part.indexOf('=')
    const name = at === -1 ? part : part.slice(0, at)
    pairs.push([recode(name), at === -1 ? '' : recode(part.slice(at + 1))])
  }
  pairs.sort(byNameThenValue)
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

/** Percent-encodes everything but unreserved characters, as every value in a presigned query is. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(LEFT_BY_ENCODE_URI_COMPONENT, percent)
}

/** A header value without the white space that a proxy may change: none at the ends, one space for any run inside. */
export function foldWhiteSpace(value: string): string {
  // Most values have none, and searching for one character is quicker than any pattern.
  if (!WHITE_SPACE.some((character) => value.includes(character))) return value
  const folded = value.replace(/[\t\r\n ]+/g, ' ')
  return folded.slice(folded.startsWith(' ') ? 1 : 0, folded.endsWith(' ') ? -1 : undefined)
}

/**
 * Works byte by byte on what is encoded already, so that bytes which are no UTF-8 keep their meaning. `+` is a plus
 * sign: in a URI it means a space only by a convention of HTML forms.
 */
function recode(text: string): string {
  return text.replace(TO_ENCODE, (found) => {
    if (found.length !== 3 || !found.startsWith('%')) return encodeStrictly(found)
    const character = String.fromCharCode(Number.parseInt(found.slice(1), 16))
    return UNRESERVED.test(character) ? character : found.toUpperCase()
  })
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

function byNameThenValue(a: readonly [string, string], b: readonly [string, string]): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1
  if (a[1] === b[1]) return 0
  return a[1] < b[1] ? -1 : 1
}
