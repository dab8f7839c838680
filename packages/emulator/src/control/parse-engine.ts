import type { EngineConfig } from '../engine/engine-config.js'
import { type JsonObject, isObject } from '../request/json.js'
import { ConfigFault } from './config-fault.js'
import { httpUrlPattern } from './engine-schema.js'
import { flagAt, objectAt, textAt } from './members.js'
import { parseScenarios } from './parse-scenarios.js'

type Kind = EngineConfig['kind']

/** The members of each kind, and how each is checked. */
const kinds: Readonly<Record<Kind, (engine: JsonObject) => void>> = {
  synthetic(engine) {
    objectAt(engine, 'engine', ['kind'])
  },
  scenario(engine) {
    const { scenarios, strict } = objectAt(engine, 'engine', ['kind', 'scenarios', 'strict'])
    parseScenarios(scenarios)
    if (strict !== undefined) flagAt(strict, 'engine.strict')
  },
  record(engine) {
    const members = ['kind', 'directory', 'url', 'credentials', 'bearerToken']
    const { directory, url, credentials, bearerToken } = objectAt(engine, 'engine', members)
    textAt(directory, 'engine.directory')
    if (url !== undefined) urlAt(url, 'engine.url')
    if (credentials !== undefined) credentialsAt(credentials, 'engine.credentials')
    if (bearerToken !== undefined) textAt(bearerToken, 'engine.bearerToken')
  },
  replay(engine) {
    textAt(objectAt(engine, 'engine', ['kind', 'directory'])['directory'], 'engine.directory')
  },
  upstream(engine) {
    const { url, model, apiKey } = objectAt(engine, 'engine', ['kind', 'url', 'model', 'apiKey'])
    urlAt(url, 'engine.url')
    textAt(model, 'engine.model')
    if (apiKey !== undefined) textAt(apiKey, 'engine.apiKey')
  },
}

/** Reads where answers come from. @throws {ConfigFault} */
export function parseEngine(value: unknown): EngineConfig {
  if (!isObject(value)) throw new ConfigFault('engine has to be an object')
  const { kind } = value
  if (!isKind(kind)) {
    const names = Object.keys(kinds).map((name) => `'${name}'`)
    throw new ConfigFault(`engine.kind has to be ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`)
  }
  kinds[kind](value)
  return value as unknown as EngineConfig
}

function isKind(kind: unknown): kind is Kind {
  return typeof kind === 'string' && Object.hasOwn(kinds, kind)
}

function urlAt(value: unknown, path: string): void {
  const url = textAt(value, path)
  if (!new RegExp(httpUrlPattern).test(url) || !URL.canParse(url))
    throw new ConfigFault(`${path} has to be an address that begins with http:// or https://`)
}

/** A key pair, temporary or not. @throws {ConfigFault} */
export function credentialsAt(value: unknown, path: string, more: readonly string[] = []): JsonObject {
  const credentials = objectAt(value, path, ['accessKeyId', 'secretAccessKey', 'sessionToken', ...more])
  textAt(credentials['accessKeyId'], `${path}.accessKeyId`)
  textAt(credentials['secretAccessKey'], `${path}.secretAccessKey`)
  if (credentials['sessionToken'] !== undefined) textAt(credentials['sessionToken'], `${path}.sessionToken`)
  return credentials
}
