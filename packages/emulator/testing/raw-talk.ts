import { Buffer } from 'node:buffer'
import { type Socket, connect } from 'node:net'
import { signRequest } from '@outcrop/wire/sigv4'
import { exampleCredential } from '../src/index.js'
import { today } from './emulated.js'

/** How an answer ended: properly, by a connection that closed in the middle, or by a reset. */
export type Ending = 'complete' | 'cut' | 'reset'

/** What a client that trusts nobody saw, byte for byte. */
export interface Talk {
  /** 0 while no head has come. */
  readonly status: number
  /** The body as it came: a chunk of HTTP/1.1, a DATA frame of HTTP/2, or of a body with a length what was read at once. */
  readonly pieces: readonly Buffer[]
  readonly body: Buffer
  readonly ended: Promise<Ending>
  /** Resolves once so many bytes of the body have come. */
  received(bytes: number): Promise<void>
  /** Resolves once the head has come. */
  headed: Promise<void>
  leave(): void
}

export interface Told {
  readonly port: number
  readonly path: string
  readonly body: unknown
}

/** Sends one signed request over a socket of its own, by hand. */
export function talk(protocol: 'HTTP/1.1' | 'HTTP/2', told: Told): Talk {
  const record = new Record()
  const socket = connect(told.port, '127.0.0.1')
  const speak = protocol === 'HTTP/2' ? speakHttp2 : speakHttp1
  socket.on('error', (error: NodeJS.ErrnoException) => record.end(error.code === 'ECONNRESET' ? 'reset' : 'cut'))
  socket.on('close', () => record.end('cut'))
  record.onLeave = () => socket.destroy()
  speak(socket, told, record)
  return record
}

class Record implements Talk {
  status = 0
  pieces: Buffer[] = []
  onLeave: () => void = () => {}
  readonly headed: Promise<void>
  readonly ended: Promise<Ending>
  #waiting: { readonly bytes: number; readonly resolve: () => void }[] = []
  #end: (ending: Ending) => void = () => {}
  #headed: () => void = () => {}

  constructor() {
    this.ended = new Promise((resolve) => (this.#end = resolve))
    this.headed = new Promise((resolve) => (this.#headed = resolve))
  }

  get body(): Buffer {
    return Buffer.concat(this.pieces)
  }

  head(status: number): void {
    this.status = status
    this.#headed()
  }

  piece(bytes: Buffer): void {
    this.pieces.push(bytes)
    for (const { bytes: wanted, resolve } of this.#waiting) if (this.body.length >= wanted) resolve()
  }

  end(ending: Ending): void {
    this.#end(ending)
  }

  received(bytes: number): Promise<void> {
    if (this.body.length >= bytes) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ bytes, resolve }))
  }

  leave(): void {
    this.onLeave()
  }
}

function signed({ port, path, body }: Told, hostHeader: 'host' | ':authority') {
  const host = `127.0.0.1:${port}`
  const bytes = Buffer.from(JSON.stringify(body))
  const own = { 'content-type': 'application/json' }
  const request = { method: 'POST', host, hostHeader, path, headers: own, body: bytes }
  const added = signRequest(request, exampleCredential, { region: 'us-east-1', service: 'bedrock', date: today })
  const { host: _, ':authority': __, ...headers } = { ...own, ...added } as Readonly<{ [name: string]: string }>
  return { host, bytes, headers }
}

function speakHttp1(socket: Socket, told: Told, record: Record): void {
  const { host, bytes, headers } = signed(told, 'host')
  const lines = Object.entries({ host, ...headers, 'content-length': String(bytes.length) })
  socket.write(`POST ${told.path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
  socket.write(bytes)
  let held: Buffer = Buffer.alloc(0)
  let read: ((bytes: Buffer) => Buffer) | undefined
  socket.on('data', (data: Buffer) => {
    held = Buffer.concat([held, data])
    if (!read) {
      const headEnd = held.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const head = held.toString('latin1', 0, headEnd)
      record.head(Number(head.slice(9, 12)))
      held = held.subarray(headEnd + 4)
      const length = /^content-length: (\d+)$/im.exec(head)?.[1]
      read = length === undefined ? chunks(record) : counted(Number(length), record)
    }
    held = read(held)
  })
}

/** Takes whole chunks out of the bytes, and leaves the rest; the bytes of a chunk that is cut count too. */
function chunks(record: Record): (bytes: Buffer) => Buffer {
  return (bytes) => {
    let rest = bytes
    for (;;) {
      const lineEnd = rest.indexOf('\r\n')
      if (lineEnd < 0) return rest
      const size = Number.parseInt(rest.toString('latin1', 0, lineEnd), 16)
      if (rest.length < lineEnd + 2 + size + 2) return rest
      if (size === 0) record.end('complete')
      else record.piece(rest.subarray(lineEnd + 2, lineEnd + 2 + size))
      rest = rest.subarray(lineEnd + 2 + size + 2)
    }
  }
}

function counted(length: number, record: Record): (bytes: Buffer) => Buffer {
  let seen = 0
  if (length === 0) record.end('complete')
  return (bytes) => {
    seen += bytes.length
    if (bytes.length > 0) record.piece(bytes)
    if (seen >= length) record.end('complete')
    return Buffer.alloc(0)
  }
}

const types = { data: 0, headers: 1, rst: 3, settings: 4, ping: 6, window: 8 } as const
const endStream = 1
const endHeaders = 4

function frame(type: number, flags: number, streamId: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head[3] = type
  head[4] = flags
  head.writeUInt32BE(streamId, 5)
  return Buffer.concat([head, payload])
}

/** RFC 7541: a literal field without indexing, with lengths of 7-bit prefixes. */
function literal(name: string, value: string): Buffer {
  const text = (one: string) => {
    const bytes = Buffer.from(one, 'latin1')
    const length: number[] = [Math.min(bytes.length, 127)]
    if (bytes.length >= 127)
      for (let left = bytes.length - 127, more = true; more; left >>= 7) {
        more = left >= 128
        length.push(more ? (left & 127) | 128 : left)
      }
    return Buffer.concat([Buffer.from(length), bytes])
  }
  return Buffer.concat([Buffer.from([0]), text(name), text(value)])
}

function speakHttp2(socket: Socket, told: Told, record: Record): void {
  const { host, bytes, headers } = signed(told, ':authority')
  const fields = { ':method': 'POST', ':scheme': 'http', ':path': told.path, ':authority': host, ...headers }
  const block = Buffer.concat(Object.entries(fields).map(([name, value]) => literal(name, value)))
  const window = Buffer.alloc(4)
  window.writeUInt32BE(0x7f_00_00_00)
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
  // SETTINGS_INITIAL_WINDOW_SIZE, so that nothing waits for this client.
  socket.write(frame(types.settings, 0, 0, Buffer.from([0, 4, 0x7f, 0, 0, 0])))
  socket.write(frame(types.window, 0, 0, window))
  socket.write(frame(types.headers, endHeaders, 1, block))
  socket.write(frame(types.data, endStream, 1, bytes))
  let held: Buffer = Buffer.alloc(0)
  socket.on('data', (data: Buffer) => {
    held = Buffer.concat([held, data])
    while (held.length >= 9 && held.length >= 9 + held.readUIntBE(0, 3)) {
      const length = held.readUIntBE(0, 3)
      hear({ type: held[3] ?? 0, flags: held[4] ?? 0, payload: held.subarray(9, 9 + length) }, socket, record)
      held = held.subarray(9 + length)
    }
  })
}

interface Heard {
  readonly type: number
  readonly flags: number
  readonly payload: Buffer
}

function hear({ type, flags, payload }: Heard, socket: Socket, record: Record): void {
  const acknowledged = (flags & 1) === 1
  if (type === types.settings && !acknowledged) socket.write(frame(types.settings, 1, 0, Buffer.alloc(0)))
  if (type === types.ping && !acknowledged) socket.write(frame(types.ping, 1, 0, payload))
  // The status is the first field: an index of the static table, 8 is 200; all others are told apart by the body.
  if (type === types.headers) record.head((payload[0] ?? 0) === 0x88 ? 200 : 1)
  if (type === types.data && payload.length > 0) record.piece(payload)
  if (type === types.rst) record.end('reset')
  if ((type === types.data || type === types.headers) && (flags & endStream) === endStream) record.end('complete')
}
