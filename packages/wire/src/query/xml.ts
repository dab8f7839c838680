import { WireError } from '../wire-error.js'

/**
 * What an element of the query protocol's XML holds: a text, or its elements by name. An element whose elements are all
 * called `member` is a list; an empty one is the empty text, whatever it would have held.
 */
export type XmlValue = string | readonly XmlValue[] | { readonly [name: string]: XmlValue }

/** The root of a document. */
export interface XmlDocument {
  readonly name: string
  readonly value: XmlValue
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Writes a document; `namespace` becomes its `xmlns`. */
export function writeXml({ name, value }: XmlDocument, namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${escapeText(namespace)}"`
  return `<${name}${attribute}>${contentOf(value)}</${name}>`
}

function contentOf(value: XmlValue): string {
  if (typeof value === 'string') return escapeText(value)
  const children = isList(value) ? value.map((one) => ['member', one] as const) : Object.entries(value)
  return children.map(([name, child]) => `<${name}>${contentOf(child)}</${name}>`).join('')
}

function isList(value: Exclude<XmlValue, string>): value is readonly XmlValue[] {
  return Array.isArray(value)
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? '')
}

function unescapeText(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
    },
  )
}

interface Open {
  readonly name: string
  readonly children: (readonly [string, XmlValue])[]
  text: string
}

/** Comments, instructions, raw text, the end of an element, its beginning (attributes are not kept), or text. */
const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([\w.-]+)\s*>|<([\w.-]+)(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(\/?)>|([^<]+)/y

/** Deeper than any answer of AWS. */
const mostDepth = 64

/**
 * Reads a document as the query protocol writes them.
 *
 * @throws WireError `xml` if it is none, or is not whole
 */
export function readXml(text: string): XmlDocument {
  const root: Open = { name: '', children: [], text: '' }
  const open: Open[] = [root]
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const [whole, raw, end, name, empty, plain] = token.exec(text) ?? fail('it is no XML')
    const current = open.at(-1) ?? root
    if (raw !== undefined) current.text += raw
    else if (plain !== undefined) current.text += unescapeText(plain)
    else if (end !== undefined) close(open, end)
    else if (name !== undefined && empty === '/') current.children.push([name, ''])
    else if (name !== undefined) {
      if (open.length > mostDepth) fail('it is nested too deeply')
      open.push({ name, children: [], text: '' })
    } else if (whole === '') fail('it is no XML')
  }
  const [only, ...others] = root.children
  if (open.length > 1 || only === undefined || others.length > 0) fail('it is not one whole document')
  return { name: only[0], value: only[1] }
}

function close(open: Open[], name: string): void {
  const element = open.pop()
  const parent = open.at(-1)
  if (element === undefined || parent === undefined || element.name !== name) fail(`</${name}> ends nothing`)
  parent.children.push([name, valueOf(element)])
}

function valueOf({ children, text }: Open): XmlValue {
  if (children.length === 0) return text
  if (children.every(([name]) => name === 'member')) return children.map(([, value]) => value)
  return Object.fromEntries(children)
}

function fail(why: string): never {
  throw new WireError('xml', `Not an answer of the query protocol: ${why}`)
}
