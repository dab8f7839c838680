import type { Budget } from '../admit/budgets.js'
import type { QuotaLimits } from '../admit/quota-book.js'
import { createError } from '../errors/create-error.js'
import type { SettingName, Settings } from './settings.js'

/** How the text or JSON value of a setting is read. Returns undefined if it cannot be. */
type Parse<Value> = (raw: unknown) => Value | undefined

interface SettingRule<Value> {
  /** Environment variables, the first that is set wins. */
  readonly variables: readonly string[]
  /** False for what makes sense only on this machine, and not in a file that is shared. */
  readonly inFiles: boolean
  readonly parse: Parse<Value>
  /** What is accepted, for the error. */
  readonly expected: string
}

const text: Parse<string> = (raw) => (typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined)

const flag: Parse<boolean> = (raw) => {
  if (typeof raw === 'boolean') return raw
  if (typeof raw !== 'string') return undefined
  if (/^(?:1|true|yes|on)$/i.test(raw.trim())) return true
  return /^(?:0|false|no|off)$/i.test(raw.trim()) ? false : undefined
}

const wholeNumber =
  (least: number, most: number): Parse<number> =>
  (raw) => {
    const value = typeof raw === 'string' && /^\s*\d+\s*$/.test(raw) ? Number(raw) : raw
    return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined
  }

const oneOf =
  <Value extends string>(...values: readonly Value[]): Parse<Value> =>
  (raw) =>
    values.find((value) => typeof raw === 'string' && value === raw.trim().toLowerCase())

const webAddress: Parse<string> = (raw) => {
  const address = text(raw)
  if (address === undefined || !/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined
  return address.replace(/\/+$/, '')
}

const proxyAddress: Parse<string> = (raw) => {
  const address = text(raw)
  if (address === undefined) return undefined
  const url = address.includes('://') ? address : `http://${address}`
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? url : undefined
}

const regionName: Parse<string> = (raw) => {
  const name = text(raw)
  return name !== undefined && /^[a-z]{2,}(?:-[a-z0-9]+)+-\d+$/.test(name) ? name : undefined
}

const pinned: Parse<Readonly<Record<string, string>>> = (raw) => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined
  return Object.values(raw).every((value) => typeof value === 'string') ? (raw as Record<string, string>) : undefined
}

const limitNames = ['requestsPerMinute', 'tokensPerMinute', 'tokensPerDay', 'windowMs'] as const
const limitsByModel: Parse<Readonly<Record<string, QuotaLimits>>> = (raw) => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined
  return Object.values(raw).every(areLimits) ? (raw as Record<string, QuotaLimits>) : undefined
}

function areLimits(limits: unknown): limits is QuotaLimits {
  if (typeof limits !== 'object' || limits === null || Array.isArray(limits)) return false
  return Object.entries(limits).every(
    ([name, value]) => limitNames.some((known) => known === name) && typeof value === 'number' && value >= 0,
  )
}

/** `client`, which the library has too, would be one command here: `--max-cost` is for that. */
const budgetSpans = ['day', 'month']
const moneyPerSpan: Parse<Budget> = (raw) => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined
  const { usd, per, ...unknown } = raw as Readonly<Record<string, unknown>>
  const possible = typeof usd === 'number' && usd >= 0 && usd < Infinity && budgetSpans.some((span) => span === per)
  return possible && Object.keys(unknown).length === 0 ? (raw as Budget) : undefined
}

/** As long as a tag may be. */
const longestTag = 256
const tag: Parse<string> = (raw) => {
  const name = text(raw)
  return name !== undefined && name.length <= longestTag ? name : undefined
}
const tagExpected = `a name of at most ${longestTag} characters`

const residencies = ['us', 'eu', 'apac', 'jp', 'au', 'us-gov', 'global', 'region'] as const
const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
const webAddressExpected = 'an address that begins with https:// or http://'
const flagExpected = 'true or false'

/** How each setting is read; `satisfies` makes a setting without a rule an error. */
export const settingTable = {
  region: {
    variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
    inFiles: true,
    parse: regionName,
    expected: 'the name of an AWS region, such as us-east-1',
  },
  profile: { variables: ['AWS_PROFILE'], inFiles: true, parse: text, expected: 'the name of an AWS profile' },
  endpoint: {
    variables: ['AWS_ENDPOINT_URL_BEDROCK_RUNTIME', 'AWS_ENDPOINT_URL'],
    inFiles: true,
    parse: webAddress,
    expected: webAddressExpected,
  },
  controlEndpoint: {
    variables: ['AWS_ENDPOINT_URL_BEDROCK', 'AWS_ENDPOINT_URL'],
    inFiles: true,
    parse: webAddress,
    expected: webAddressExpected,
  },
  quotasEndpoint: {
    variables: ['AWS_ENDPOINT_URL_SERVICE_QUOTAS', 'AWS_ENDPOINT_URL'],
    inFiles: false,
    parse: webAddress,
    expected: webAddressExpected,
  },
  stsEndpoint: {
    variables: ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'],
    inFiles: false,
    parse: webAddress,
    expected: webAddressExpected,
  },
  iamEndpoint: {
    variables: ['AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL'],
    inFiles: false,
    parse: webAddress,
    expected: webAddressExpected,
  },
  defaultModel: { variables: ['BEDROCK_DEFAULT_MODEL'], inFiles: true, parse: text, expected: 'the name of a model' },
  residency: {
    variables: ['OUTCROP_RESIDENCY'],
    inFiles: true,
    parse: oneOf(...residencies),
    expected: `one of ${residencies.join(', ')}`,
  },
  maxRetries: {
    variables: ['BEDROCK_MAX_RETRIES'],
    inFiles: true,
    parse: wholeNumber(0, 100),
    expected: 'a whole number from 0 to 100',
  },
  timeoutMs: {
    variables: ['BEDROCK_TIMEOUT_MS'],
    inFiles: true,
    parse: wholeNumber(1, 86_400_000),
    expected: 'a whole number of milliseconds from 1 to 86400000',
  },
  logLevel: {
    variables: ['BEDROCK_LOG_LEVEL'],
    inFiles: true,
    parse: oneOf(...logLevels),
    expected: `one of ${logLevels.join(', ')}`,
  },
  debug: { variables: ['BEDROCK_DEBUG'], inFiles: true, parse: flag, expected: flagExpected },
  local: { variables: ['OUTCROP_LOCAL'], inFiles: false, parse: flag, expected: flagExpected },
  home: { variables: ['OUTCROP_HOME'], inFiles: false, parse: text, expected: 'a directory' },
  models: { variables: ['OUTCROP_MODELS'], inFiles: true, parse: text, expected: 'a file' },
  pins: { variables: [], inFiles: true, parse: pinned, expected: 'an object from family to model key' },
  maxQueueMs: {
    variables: [],
    inFiles: true,
    parse: wholeNumber(0, 86_400_000),
    expected: 'a whole number of milliseconds from 0 to 86400000',
  },
  quotas: {
    variables: [],
    inFiles: true,
    parse: limitsByModel,
    expected: `an object from model key to limits: ${limitNames.join(', ')}`,
  },
  budget: {
    variables: [],
    inFiles: true,
    parse: moneyPerSpan,
    expected: '{ "usd": NUMBER, "per": "day" }, or "month"',
  },
  project: { variables: [], inFiles: true, parse: tag, expected: tagExpected },
  user: { variables: [], inFiles: true, parse: tag, expected: tagExpected },
  fips: { variables: ['AWS_USE_FIPS_ENDPOINT'], inFiles: true, parse: flag, expected: flagExpected },
  dualStack: { variables: ['AWS_USE_DUALSTACK_ENDPOINT'], inFiles: true, parse: flag, expected: flagExpected },
  httpsProxy: {
    variables: ['HTTPS_PROXY', 'https_proxy'],
    inFiles: false,
    parse: proxyAddress,
    expected: 'the address of an HTTP proxy',
  },
  httpProxy: {
    variables: ['HTTP_PROXY', 'http_proxy'],
    inFiles: false,
    parse: proxyAddress,
    expected: 'the address of an HTTP proxy',
  },
  noProxy: { variables: ['NO_PROXY', 'no_proxy'], inFiles: false, parse: text, expected: 'a list of hosts' },
  caBundle: { variables: ['AWS_CA_BUNDLE'], inFiles: false, parse: text, expected: 'a file' },
  extraCaCerts: { variables: ['NODE_EXTRA_CA_CERTS'], inFiles: false, parse: text, expected: 'a file' },
} as const satisfies { readonly [Name in SettingName]: SettingRule<NonNullable<Settings[Name]['value']>> }

/**
 * Reads one value.
 *
 * @throws RequestError `invalid_request` that names the setting, where it was set, and what is accepted
 */
export function parseSetting(name: SettingName, raw: unknown, where: string): unknown {
  const rule: SettingRule<unknown> = settingTable[name]
  const value = rule.parse(raw)
  if (value !== undefined) return value
  // A proxy's address may hold a password, so it is not repeated.
  const shown = name === 'httpsProxy' || name === 'httpProxy' ? 'a value' : JSON.stringify(raw)
  const subject = where === name ? '' : `${name} `
  throw createError('invalid_request', `${where} is ${shown}, but ${subject}has to be ${rule.expected}`, {
    remedy: `Set ${where} to ${rule.expected}, or take it out.`,
  })
}
