import type { EmulatorOptions } from '../options.js'
import { accessSchema, parseAccess } from '../account/access-config.js'
import { retentionModes } from '../request/chat-request.js'
import { ConfigFault } from './config-fault.js'
import { textAt, textsAt } from './members.js'
import { credentialsAt } from './parse-engine.js'

/** What is settled when the emulator starts, and stays. */
export type StartConfig = Pick<
  EmulatorOptions,
  | 'auth'
  | 'credentials'
  | 'bearerTokens'
  | 'account'
  | 'region'
  | 'access'
  | 'dataRetention'
  | 'clockSkewSeconds'
  | 'maxBodyBytes'
  | 'idleTimeoutMs'
  | 'journalLimit'
>

const text = (description: string) => ({ type: 'string', minLength: 1, description }) as const
const count = (description: string, usual: number) =>
  ({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: usual, description }) as const

const accountPattern = '^[0-9]{12}$'
const regionPattern = '^[a-z0-9-]+$'

/** The JSON Schemas of the members that only the start reads; the parsers below check the same. */
export const startSchemas = {
  auth: { enum: ['verify', 'off'], default: 'verify', description: 'off: nobody is asked who they are.' },
  credentials: {
    type: 'array',
    description: "Key pairs that are known besides AWS's documented example pair, which always is.",
    items: {
      type: 'object',
      required: ['accessKeyId', 'secretAccessKey'],
      additionalProperties: false,
      properties: {
        accessKeyId: text('The id of the key.'),
        secretAccessKey: text('Its secret.'),
        sessionToken: text('If set, requests have to carry it.'),
        expired: {
          type: 'boolean',
          default: false,
          description: 'Requests signed with it are refused with ExpiredTokenException.',
        },
      },
    },
  },
  bearerTokens: { type: 'array', items: text('The key.'), description: 'Long-term API keys that are known.' },
  account: {
    type: 'string',
    pattern: accountPattern,
    default: '123456789012',
    description: 'The account that owns everything.',
  },
  region: {
    type: 'string',
    pattern: regionPattern,
    default: 'us-east-1',
    description: 'Where callers are that do not say: those with a long-term API key, or unsigned.',
  },
  access: accessSchema,
  dataRetention: {
    enum: retentionModes,
    default: 'aws_review',
    description: "The account's mode of data retention; some models need aws_review.",
  },
  clockSkewSeconds: count("How far a signature's time may be off, in seconds.", 300),
  maxBodyBytes: count('The longest body of a request, in bytes.', 32_000_000),
  idleTimeoutMs: count(
    'How long a connection may be silent while nothing is answered on it, in milliseconds.',
    120_000,
  ),
  journalLimit: count('How many requests the journal remembers.', 10_000),
} as const satisfies Readonly<Record<keyof StartConfig, object>>

const checks: Readonly<Record<keyof StartConfig, (value: unknown, path: string) => void>> = {
  auth: (value, path) => oneOf(value, path, startSchemas.auth.enum),
  credentials(value, path) {
    if (!Array.isArray(value)) throw new ConfigFault(`${path} has to be a list`)
    for (const [index, one] of value.entries()) {
      const { expired } = credentialsAt(one, `${path}.${index}`, ['expired'])
      if (expired !== undefined && typeof expired !== 'boolean')
        throw new ConfigFault(`${path}.${index}.expired has to be true or false`)
    }
  },
  bearerTokens: textsAt,
  account(value, path) {
    if (typeof value !== 'string' || !new RegExp(accountPattern).test(value))
      throw new ConfigFault(`${path} has to be an account id of 12 digits, as a text`)
  },
  region(value, path) {
    if (!new RegExp(regionPattern).test(textAt(value, path)))
      throw new ConfigFault(`${path} has to be the name of a region`)
  },
  access: parseAccess,
  dataRetention: (value, path) => oneOf(value, path, retentionModes),
  clockSkewSeconds: countAt,
  maxBodyBytes: countAt,
  idleTimeoutMs: countAt,
  journalLimit: countAt,
}

/** The names of these members. */
export const startMembers = Object.keys(startSchemas) as readonly (keyof StartConfig)[]

/** Reads the members that only the start reads. @throws {ConfigFault} */
export function parseStart(config: Readonly<Record<string, unknown>>): StartConfig {
  const given = startMembers.filter((name) => config[name] !== undefined)
  for (const name of given) checks[name](config[name], name)
  return Object.fromEntries(given.map((name) => [name, config[name]])) as StartConfig
}

function oneOf(value: unknown, path: string, values: readonly string[]): void {
  if (typeof value === 'string' && values.includes(value)) return
  const quoted = values.map((one) => `'${one}'`)
  throw new ConfigFault(`${path} has to be ${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`)
}

function countAt(value: unknown, path: string): void {
  if (!Number.isSafeInteger(value) || Number(value) < 0)
    throw new ConfigFault(`${path} has to be a whole number from 0 on`)
}
