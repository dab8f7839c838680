import { usageError } from '../outcome/command-error.js'

/** A parsed `--param`: fields of Anthropic's request body, added to the one that is sent. */
export type ExtraFields = Readonly<Record<string, unknown>>

/** A whole number from `minimum` to `maximum`. */
export function wholeNumber(flag: string, range: { minimum: number; maximum: number }) {
  return (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < range.minimum || value > range.maximum) {
      const span =
        range.maximum === Number.MAX_SAFE_INTEGER ? `${range.minimum} or more` : `${range.minimum} to ${range.maximum}`
      throw usageError(`${flag} takes a whole number, not "${text}"`, `Give a number, ${span}.`)
    }
    return value
  }
}

/** An amount of US dollars above zero. */
export function dollarAmount(flag: string) {
  return (text: string): number => {
    const value = Number(text.replace(/^\$/, ''))
    if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
      throw usageError(`${flag} takes US dollars above 0, not "${text}"`, `Write it like ${flag} 0.05`)
    }
    return value
  }
}

/** Names between commas, e.g. `cut,http=503`; repeatable. */
export function nameList(flag: string) {
  return (text: string, previous: readonly string[] | undefined): readonly string[] => {
    const names = text.split(',').map((name) => name.trim())
    if (names.includes('')) throw usageError(`${flag} takes names between commas, not "${text}"`, 'Correct the list.')
    return [...(previous ?? []), ...names]
  }
}

/** A parsed `--report`. */
export interface ReportFile {
  readonly format: string
  readonly path: string
}

/** `FORMAT=FILE`, repeatable. Which formats there are is for the command to say. */
export function reportFile(text: string, previous: readonly ReportFile[] | undefined): readonly ReportFile[] {
  const at = text.indexOf('=')
  const path = text.slice(at + 1)
  if (at < 1 || path === '') {
    throw usageError(`--report takes FORMAT=FILE, not "${text}"`, 'Write it like --report junit=report.xml')
  }
  return [...(previous ?? []), { format: text.slice(0, at), path }]
}

/** Fields that have an option or an argument of their own. */
const ownFields: Readonly<Record<string, string>> = {
  model: '--model',
  messages: 'the prompt',
  system: '--system',
  max_tokens: '--max-tokens',
  stream: '--stream-json',
}

/** `key=value`, repeatable; the value is JSON where it parses as JSON, else text. */
export function extraField(text: string, previous: ExtraFields | undefined): ExtraFields {
  const at = text.indexOf('=')
  const key = text.slice(0, at)
  if (at < 1) throw usageError(`--param takes KEY=VALUE, not "${text}"`, 'Write it like --param temperature=0.3')
  const own = ownFields[key]
  if (own !== undefined) throw usageError(`--param cannot set ${key}`, `Use ${own} for it.`)
  return { ...previous, [key]: jsonOrText(text.slice(at + 1)) }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export interface KnownCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** `KEY:SECRET` or `KEY:SECRET:TOKEN`, repeatable; neither part of a real key holds a colon. */
export function credentialPair(
  text: string,
  previous: readonly KnownCredentials[] | undefined,
): readonly KnownCredentials[] {
  const [accessKeyId = '', secretAccessKey = '', ...token] = text.split(':')
  if (accessKeyId === '' || secretAccessKey === '') {
    throw usageError(
      '--credentials takes KEY:SECRET or KEY:SECRET:TOKEN',
      'Write it like --credentials AKIDLOCAL:local-secret',
    )
  }
  const sessionToken = token.join(':')
  return [...(previous ?? []), { accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) }]
}
