/** What came is no HTTP/1.1 that can be relied on: where this answer ends, and the next begins, is anyone's guess. */
export function malformedAnswer(what: string): Error {
  return Object.assign(new Error(`The answer is not proper HTTP: ${what}`), { code: 'HTTP_MALFORMED' })
}
