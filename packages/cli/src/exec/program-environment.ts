/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * What would lead a program elsewhere: other credentials, another provider, an address of its own, or a local Bedrock
 * inside an outcrop that the program starts.
 */
const misleading: ReadonlySet<string> = new Set([
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
  'CLAUDE_CODE_USE_ANTHROPIC_AWS',
  'CLAUDE_CODE_SKIP_BEDROCK_AUTH',
  'OUTCROP_LOCAL',
])

/** Settings of AWS's files that would lead past the endpoint variables; the environment wins over the files. */
const kept = {
  AWS_USE_FIPS_ENDPOINT: 'false',
  AWS_USE_DUALSTACK_ENDPOINT: 'false',
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
  AWS_EC2_METADATA_DISABLED: 'true',
}

const loopback = ['127.0.0.1', 'localhost']

/**
 * The environment of a program that is to call the local Bedrock and nothing else of Bedrock: `given`, without what would
 * lead elsewhere, and with the emulator's variables. `AWS_ENDPOINT_URL` is left as it is, because it would catch AWS's
 * other services as well.
 */
export function programEnvironment(
  given: Environment,
  emulator: { readonly url: string; readonly env: Environment },
): Record<string, string> {
  const set = {
    ...kept,
    ...emulator.env,
    // Claude Code has to be told which of its ways to take; whoever chose mantle finds it here as well.
    ...(valueOf(given, 'CLAUDE_CODE_USE_MANTLE') === undefined && { CLAUDE_CODE_USE_BEDROCK: '1' }),
    OUTCROP_EMULATOR_URL: emulator.url,
    NO_PROXY: withLoopback(valueOf(given, 'NO_PROXY')),
    no_proxy: withLoopback(valueOf(given, 'no_proxy') ?? valueOf(given, 'NO_PROXY')),
  }
  // Windows does not tell `Path` from `PATH`: a name that is set must not stay beside its other spelling.
  const replaced = new Set(Object.keys(set).map((name) => name.toUpperCase()))
  const others = Object.entries(given).filter(
    ([name]) => !misleading.has(name.toUpperCase()) && !replaced.has(name.toUpperCase()),
  )
  return Object.fromEntries(
    [...others, ...Object.entries(set)].filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** A variable that is set to something. */
export function valueOf(given: Environment, name: string): string | undefined {
  return given[name] === '' ? undefined : given[name]
}

/** A proxy must not come between a program and this machine. */
export function withLoopback(noProxy: string | undefined): string {
  const hosts = (noProxy ?? '').split(',').map((host) => host.trim())
  if (hosts.includes('*')) return noProxy ?? ''
  return [...hosts, ...loopback.filter((host) => !hosts.includes(host))].filter((host) => host !== '').join(',')
}
