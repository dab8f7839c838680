/** How a text file stores its letters. */
type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** A file's text, its byte order mark included, and how to make bytes of it again. */
export interface TextFile {
  readonly text: string
  readonly encoding: Encoding
}

const marks: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
]

/** The text of a file; `undefined` for one that is binary or in no Unicode encoding, and therefore not ours to edit. */
export function decodeText(bytes: Uint8Array): TextFile | undefined {
  const marked = marks.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte))
  const encoding = marked?.encoding ?? 'utf-8'
  const file = { text: '', encoding }
  if (encoding === 'utf-8') {
    if (bytes.includes(0)) return undefined
    try {
      file.text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      return undefined
    }
  } else {
    if (bytes.length % 2 !== 0) return undefined
    const swapped = encoding === 'utf-16be' ? Buffer.from(bytes).swap16() : Buffer.from(bytes)
    file.text = swapped.toString('utf16le')
  }
  return Buffer.compare(encodeText(file), bytes) === 0 ? file : undefined
}

/** The bytes of a text. */
export function encodeText({ text, encoding }: TextFile): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8')
  const bytes = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16be' ? bytes.swap16() : bytes
}
