import { dirname, join, resolve } from 'node:path'
import { createError } from '../errors/create-error.js'
import { readAwsProfile } from './aws-files.js'
import type { AwsProfile } from './aws-files.js'
import type { Environment } from './process-environment.js'
import { parseSetting, settingTable } from './setting-table.js'
import type { Origin, Setting, SettingName, Settings } from './settings.js'

/** From where settings are read. */
export interface SettingsSources {
  /** What was said on the command line, or in options: wins over all else. */
  readonly flags?: Partial<Record<SettingName, unknown>>
  readonly env: Environment
  /** Where to look for `outcrop.config.json`, upwards. Without it neither that file nor the user's own is read. */
  readonly cwd?: string
  /** The user's home directory. */
  readonly home: string
  /** The text of a file, or undefined if it does not exist. */
  readonly readFile: (path: string) => string | undefined
}

/** A configuration file, read. */
interface SettingsFile {
  readonly path: string
  readonly origin: 'project file' | 'user file'
  readonly values: Readonly<Record<string, unknown>>
}

const projectFileName = 'outcrop.config.json'

function parseFile(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const values: unknown = JSON.parse(text)
    if (typeof values === 'object' && values !== null && !Array.isArray(values))
      return values as Record<string, unknown>
  } catch {
    // Falls through to the error below: what is wrong with the JSON is seen at once in an editor.
  }
  throw createError('invalid_request', `${path} is not a JSON object`, { remedy: `Correct ${path}, or remove it.` })
}

function findProjectFile(cwd: string, readFile: SettingsSources['readFile']): SettingsFile | undefined {
  for (let directory = resolve(cwd); ; directory = dirname(directory)) {
    const path = join(directory, projectFileName)
    const text = readFile(path)
    if (text !== undefined) return { path, origin: 'project file', values: parseFile(path, text) }
    if (directory === dirname(directory)) return undefined
  }
}

function readUserFile(home: string, readFile: SettingsSources['readFile']): SettingsFile | undefined {
  const path = join(home, 'config.json')
  const text = readFile(path)
  return text === undefined ? undefined : { path, origin: 'user file', values: parseFile(path, text) }
}

/** Looks a value up in all places, strongest first. */
class Lookup {
  readonly #sources: SettingsSources
  readonly #files: readonly SettingsFile[]

  constructor(sources: SettingsSources, files: readonly SettingsFile[]) {
    this.#sources = sources
    this.#files = files
  }

  /** @throws RequestError `invalid_request` for a value that cannot be */
  find<Name extends SettingName>(name: Name): Settings[Name] | undefined {
    const found = this.#flag(name) ?? this.#variable(name) ?? this.#file(name)
    if (found === undefined) return undefined
    const value = parseSetting(name, found.raw, found.source ?? name)
    return {
      value,
      origin: found.origin,
      ...(found.source !== undefined && { source: found.source }),
    } as Settings[Name]
  }

  #flag(name: SettingName): { raw: unknown; origin: Origin; source?: string } | undefined {
    const raw = this.#sources.flags?.[name]
    return raw === undefined ? undefined : { raw, origin: 'flag' }
  }

  #variable(name: SettingName): { raw: unknown; origin: Origin; source: string } | undefined {
    // A variable that is set to nothing counts as not set, as in AWS's SDKs.
    const source = settingTable[name].variables.find((variable) => (this.#sources.env[variable] ?? '') !== '')
    return source === undefined ? undefined : { raw: this.#sources.env[source], origin: 'environment', source }
  }

  #file(name: SettingName): { raw: unknown; origin: Origin; source: string } | undefined {
    const file = this.#files.find(({ values }) => settingTable[name].inFiles && values[name] !== undefined)
    if (file === undefined) return undefined
    const raw = file.values[name]
    // A path in a file is meant from where the file is.
    const located = name === 'models' && typeof raw === 'string' ? resolve(dirname(file.path), raw) : raw
    return { raw: located, origin: file.origin, source: file.path }
  }
}

const unset = { value: undefined, origin: 'default' } as const

function fixed<Value>(value: Value): Setting<Value> {
  return { value, origin: 'default' }
}

/** What only AWS's files know, where nothing else says it. */
function fromAws(value: string | undefined, name: SettingName, profile: string): Setting<string> | undefined {
  if (value === undefined) return undefined
  const source = `profile ${profile}`
  return { value: parseSetting(name, value, source) as string, origin: 'aws profile', source }
}

/**
 * Resolves every setting by the order flag > environment > project file > user file > AWS profile > default.
 *
 * @throws RequestError `invalid_request` for a value that cannot be; it names the place and what is accepted
 */
export function resolveSettings(sources: SettingsSources): Settings {
  const { cwd, env, readFile } = sources
  const home = new Lookup(sources, []).find('home') ?? fixed(join(sources.home, '.outcrop'))
  const files =
    cwd === undefined
      ? []
      : [findProjectFile(cwd, readFile), readUserFile(home.value, readFile)].filter((file) => file !== undefined)
  const lookup = new Lookup(sources, files)
  const profile = lookup.find('profile') ?? unset
  const profileName = profile.value ?? 'default'
  let aws: AwsProfile | undefined
  const awsProfile = () => (aws ??= readAwsProfile(profileName, { env, home: sources.home, readFile }))
  return {
    region: lookup.find('region') ?? fromAws(awsProfile().region, 'region', profileName) ?? fixed('us-east-1'),
    profile,
    endpoint: lookup.find('endpoint') ?? fromAws(awsProfile().endpoint, 'endpoint', profileName) ?? unset,
    controlEndpoint:
      lookup.find('controlEndpoint') ?? fromAws(awsProfile().controlEndpoint, 'controlEndpoint', profileName) ?? unset,
    quotasEndpoint:
      lookup.find('quotasEndpoint') ?? fromAws(awsProfile().quotasEndpoint, 'quotasEndpoint', profileName) ?? unset,
    stsEndpoint: lookup.find('stsEndpoint') ?? fromAws(awsProfile().stsEndpoint, 'stsEndpoint', profileName) ?? unset,
    iamEndpoint: lookup.find('iamEndpoint') ?? fromAws(awsProfile().iamEndpoint, 'iamEndpoint', profileName) ?? unset,
    defaultModel: lookup.find('defaultModel') ?? fixed('sonnet'),
    residency: lookup.find('residency') ?? unset,
    maxRetries: lookup.find('maxRetries') ?? fixed(2),
    timeoutMs: lookup.find('timeoutMs') ?? fixed(600_000),
    logLevel: lookup.find('logLevel') ?? fixed('warn'),
    debug: lookup.find('debug') ?? fixed(false),
    local: lookup.find('local') ?? fixed(false),
    home,
    models: lookup.find('models') ?? unset,
    pins: lookup.find('pins') ?? fixed({}),
    maxQueueMs: lookup.find('maxQueueMs') ?? unset,
    quotas: lookup.find('quotas') ?? fixed({}),
    budget: lookup.find('budget') ?? unset,
    project: lookup.find('project') ?? unset,
    user: lookup.find('user') ?? unset,
    fips: lookup.find('fips') ?? fixed(false),
    dualStack: lookup.find('dualStack') ?? fixed(false),
    httpsProxy: lookup.find('httpsProxy') ?? unset,
    httpProxy: lookup.find('httpProxy') ?? unset,
    noProxy: lookup.find('noProxy') ?? unset,
    caBundle: lookup.find('caBundle') ?? unset,
    extraCaCerts: lookup.find('extraCaCerts') ?? unset,
  }
}
