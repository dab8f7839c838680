import { join } from 'node:path'
import type { Environment } from './process-environment.js'

/** What the client itself reads from AWS's shared files; credentials are read by AWS's library alone. */
export interface AwsProfile {
  readonly region?: string
  readonly endpoint?: string
  readonly controlEndpoint?: string
  readonly quotasEndpoint?: string
  readonly stsEndpoint?: string
  readonly iamEndpoint?: string
}

/** A section of an INI file; a nested block (`bedrock_runtime =` and indented lines) becomes `bedrock_runtime.endpoint_url`. */
type Section = Map<string, string>

function parseIni(text: string): Map<string, Section> {
  const sections = new Map<string, Section>()
  let section: Section | undefined
  let block = ''
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;].*)?$/.test(line)) continue
    const title = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1]
    if (title !== undefined) {
      section = sections.get(title) ?? new Map<string, string>()
      sections.set(title, section)
      block = ''
      continue
    }
    const [, indent = '', key = '', value = ''] = /^(\s*)([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (key === '' || section === undefined) continue
    if (indent === '') block = value === '' ? `${key}.` : ''
    section.set(indent === '' ? key : `${block}${key}`, value.replace(/\s+[#;].*$/, ''))
  }
  return sections
}

function withoutBlanks(values: Partial<Record<keyof AwsProfile, string | undefined>>): AwsProfile {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
}

/** Reads the region and the endpoints of a profile from AWS's `config` and `credentials` files, as its SDKs do. */
export function readAwsProfile(
  name: string,
  { env, home, readFile }: { env: Environment; home: string; readFile: (path: string) => string | undefined },
): AwsProfile {
  const config = parseIni(readFile(env['AWS_CONFIG_FILE'] ?? join(home, '.aws', 'config')) ?? '')
  const credentials = parseIni(readFile(env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, '.aws', 'credentials')) ?? '')
  const profile = config.get(`profile ${name}`) ?? (name === 'default' ? config.get(name) : undefined)
  const region = profile?.get('region') ?? credentials.get(name)?.get('region')
  if (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') {
    return withoutBlanks({ region })
  }
  const services = config.get(`services ${profile?.get('services') ?? ''}`)
  const everywhere = profile?.get('endpoint_url')
  return withoutBlanks({
    region,
    endpoint: services?.get('bedrock_runtime.endpoint_url') ?? everywhere,
    controlEndpoint: services?.get('bedrock.endpoint_url') ?? everywhere,
    quotasEndpoint: services?.get('service_quotas.endpoint_url') ?? everywhere,
    stsEndpoint: services?.get('sts.endpoint_url') ?? everywhere,
    iamEndpoint: services?.get('iam.endpoint_url') ?? everywhere,
  })
}
