// RFC 9113, 3.4: what a client sends first when it knows that the server speaks HTTP/2.
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1')

/** Which protocol the first bytes of a connection begin; `undecided` while they may still become either. */
export function protocolOf(bytes: Uint8Array): 'http1' | 'http2' | 'undecided' {
  const length = Math.min(bytes.length, preface.length)
  if (preface.compare(bytes, 0, length, 0, length) !== 0) return 'http1'
  return length === preface.length ? 'http2' : 'undecided'
}
