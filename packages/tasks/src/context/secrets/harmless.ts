/** The keys of AWS's documentation, which open nothing. */
const documented: ReadonlySet<string> = new Set([
  'AKIAIOSFODNN7EXAMPLE',
  'AKIAI44QH8DHBEXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
])

/** What stands where a secret will stand: in templates, documents and tests. */
const placeholder =
  /example|sample|placeholder|change[_-]?me|replace[_-]?(?:me|with)|your[_-]|insert[_-]|dummy|redacted|xxxx|\*\*\*|\.\.\.|0{8}|12345678|abcdef\w?1?2345|abcdefgh|deadbeef|not[_-]?a[_-]?(?:real|secret)|fake|foobar|process\.env|os\.environ|<[^>]+>|\$\{|\{\{|%\w+%/i

/** A header's value for a user and a password that are called so, and the token of jwt.io. */
const taught =
  /^(?:eyJ[\w-]+\.eyJzdWIiOiIxMjM0NTY3ODkwIi|dXNlcm5hbWU6cGFzc3dvcmQ|dXNlcjpwYXNz|QWxhZGRpbjpvcGVuIHNlc2FtZQ)/

/** Values that look like a secret and are none. @param guessed whether only the name beside it speaks for a secret */
export function isHarmless(value: string, guessed: boolean): boolean {
  if (documented.has(value) || placeholder.test(value) || taught.test(value)) return true
  if (/^(?:pass(?:word|wd)?|user(?:name)?|secret|token|test|root|admin|postgres|mysql|guest)$/i.test(value)) return true
  return guessed && readsLikeWords(value)
}

/** Identifiers, paths, host names, versions, dotted names: entropy alone does not tell them from a random value. */
function readsLikeWords(value: string): boolean {
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return true
  if (/^(?:[a-z][\w+.-]*:\/\/|\.{0,2}\/|@|#)/i.test(value)) return true
  if (/\.(?:[a-z]{2,4}|json|html)$/i.test(value)) return true
  const parts = value
    .split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])/)
    .filter((part) => part !== '')
  const wordy = parts.filter(
    (part) => /^(?:[A-Z]?[a-z]{3,}|[A-Z]{4,}|\d{1,4})$/.test(part) && (/\d/.test(part) || /[aeiouy]/i.test(part)),
  )
  const letters = wordy.reduce((sum, part) => sum + part.length, 0)
  return letters >= value.length * 0.6
}

/** Shannon's entropy of the characters, in bits a character. */
export function entropyOf(value: string): number {
  const counts = new Map<string, number>()
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length)
  return bits
}
