const digits = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (character) =>
  character.charCodeAt(0),
)
const equalsSign = 0x3d

/** How many characters the base64 of so many bytes has. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4
}

/**
 * Writes the base64 of a text that is all ASCII, and says whether it was; if not, what it wrote means nothing. In
 * JavaScript, because for a text as short as an event the ways into Node's own and back cost more than the work.
 */
export function writeAsciiBase64(text: string, target: Uint8Array, start: number): boolean {
  const { length } = text
  const whole = length - (length % 3)
  let seen = 0
  let to = start
  for (let at = 0; at < whole; at += 3) {
    const first = text.charCodeAt(at)
    const second = text.charCodeAt(at + 1)
    const third = text.charCodeAt(at + 2)
    seen |= first | second | third
    target[to] = digits[(first >> 2) & 63]!
    target[to + 1] = digits[((first & 3) << 4) | ((second >> 4) & 15)]!
    target[to + 2] = digits[((second & 15) << 2) | ((third >> 6) & 3)]!
    target[to + 3] = digits[third & 63]!
    to += 4
  }
  if (whole < length) {
    const first = text.charCodeAt(whole)
    const second = whole + 1 < length ? text.charCodeAt(whole + 1) : 0
    seen |= first | second
    target[to] = digits[(first >> 2) & 63]!
    target[to + 1] = digits[((first & 3) << 4) | ((second >> 4) & 15)]!
    target[to + 2] = whole + 1 < length ? digits[(second & 15) << 2]! : equalsSign
    target[to + 3] = equalsSign
  }
  return seen < 128
}
