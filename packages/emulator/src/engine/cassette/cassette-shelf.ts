import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigFault } from '../../control/config-fault.js'
import {
  type Cassette,
  type RecordedRequest,
  type RecordedResponse,
  fileNameOf,
  filePrefixOf,
  keyOf,
  parseCassette,
} from './cassette.js'

/** A directory to which cassettes are written. What is recorded again replaces what an earlier run recorded of it. */
export class CassetteWriter {
  readonly #directory: string
  readonly #takes = new Map<string, number>()
  #writing: Promise<unknown> = Promise.resolve()

  /** @throws {ConfigFault} if the directory cannot be made */
  constructor(directory: string) {
    this.#directory = directory
    try {
      mkdirSync(directory, { recursive: true })
    } catch (error) {
      throw new ConfigFault(`engine.directory: ${(error as Error).message}`)
    }
  }

  /** Resolves once the cassette lies on disk, whole. */
  add(request: RecordedRequest, response: RecordedResponse): Promise<void> {
    // One after the other: takes of one request are numbered in the order in which they ended.
    const written = this.#writing.then(() => this.#write(request, response))
    this.#writing = written.catch(() => {})
    return written
  }

  async #write(request: RecordedRequest, response: RecordedResponse): Promise<void> {
    const key = keyOf(request)
    const take = (this.#takes.get(key) ?? 0) + 1
    await mkdir(this.#directory, { recursive: true })
    if (take === 1) await this.#discard(filePrefixOf(request))
    this.#takes.set(key, take)
    const { operation, endpoint, model, request: body } = request
    const cassette: Cassette = { cassette: 1, operation, endpoint, model, take, request: body, response }
    const path = join(this.#directory, fileNameOf(request, take))
    // Whoever replays meanwhile never sees half a file.
    await writeFile(`${path}.part`, `${JSON.stringify(cassette, undefined, 2)}\n`)
    await rename(`${path}.part`, path)
  }

  async #discard(prefix: string): Promise<void> {
    const names = await readdir(this.#directory)
    const stale = names.filter((name) => name.startsWith(prefix))
    await Promise.all(stale.map((name) => rm(join(this.#directory, name), { force: true })))
  }
}

/** The cassettes of a directory, in the order of their takes. @throws {ConfigFault} if one cannot be read */
export function readCassettes(directory: string): readonly Cassette[] {
  let names: string[]
  try {
    names = readdirSync(directory).filter((name) => name.endsWith('.json'))
  } catch (error) {
    throw new ConfigFault(`engine.directory: ${(error as Error).message}`)
  }
  const cassettes = names.sort().map((name) => {
    const cassette = parseCassette(readFileSync(join(directory, name), 'utf8'))
    if (!cassette) throw new ConfigFault(`engine.directory: ${name} is no cassette`)
    return cassette
  })
  return cassettes.sort((left, right) => left.take - right.take)
}
