import { valueOf, withLoopback } from './program-environment.js'
import type { Environment } from './program-environment.js'

/** What would lead a program past the gateway: another provider, another key, another address. */
const misleading: ReadonlySet<string> = new Set([
  'ANTHROPIC_API_KEY',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
  'CLAUDE_CODE_USE_ANTHROPIC_AWS',
  'OUTCROP_LOCAL',
  'OUTCROP_GATEWAY_KEY',
])

/** Settings of AWS's files that would lead past the endpoint variables; the environment wins over the files. */
const kept = {
  AWS_USE_FIPS_ENDPOINT: 'false',
  AWS_USE_DUALSTACK_ENDPOINT: 'false',
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
}

/** A gateway, and what a program needs to call it. */
export interface GatewayAddress {
  readonly url: string
  readonly key: string
  readonly region: string
}

/**
 * The environment of a program that is to call Bedrock through the gateway: Anthropic's clients by their base address,
 * AWS's by the endpoint variables and a bearer token. Its AWS credentials for other services stay as they are, and so
 * does the way to Bedrock that was chosen for Claude Code: each of them leads here.
 */
export function gatewayEnvironment(given: Environment, { url, key, region }: GatewayAddress): Record<string, string> {
  const set = {
    ...kept,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_AUTH_TOKEN: key,
    ANTHROPIC_BEDROCK_BASE_URL: url,
    ANTHROPIC_BEDROCK_MANTLE_BASE_URL: `${url}/anthropic`,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
    AWS_ENDPOINT_URL_BEDROCK: url,
    AWS_BEARER_TOKEN_BEDROCK: key,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    OUTCROP_GATEWAY_URL: url,
    NO_PROXY: withLoopback(valueOf(given, 'NO_PROXY')),
    no_proxy: withLoopback(valueOf(given, 'no_proxy') ?? valueOf(given, 'NO_PROXY')),
  }
  const replaced = new Set(Object.keys(set).map((name) => name.toUpperCase()))
  const others = Object.entries(given).filter(
    ([name]) => !misleading.has(name.toUpperCase()) && !replaced.has(name.toUpperCase()),
  )
  return Object.fromEntries(
    [...others, ...Object.entries(set)].filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
