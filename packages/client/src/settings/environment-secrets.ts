import type { Environment } from './process-environment.js'

/** The secrets that the environment may hold. Apart from the settings, because those are shown and these never are. */
export interface EnvironmentSecrets {
  readonly bearerToken?: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly sessionToken?: string
}

function filled(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim()
}

/** Reads them; a variable that is set to nothing counts as not set. */
export function environmentSecrets(env: Environment): EnvironmentSecrets {
  const secrets = {
    bearerToken: filled(env['AWS_BEARER_TOKEN_BEDROCK']),
    accessKeyId: filled(env['AWS_ACCESS_KEY_ID']),
    secretAccessKey: filled(env['AWS_SECRET_ACCESS_KEY']),
    sessionToken: filled(env['AWS_SESSION_TOKEN']),
  }
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== undefined))
}
