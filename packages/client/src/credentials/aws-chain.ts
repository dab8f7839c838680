import { cleanCause } from '../errors/redact.js'
import type { Redactor } from '../errors/redact.js'
import { createError } from '../errors/create-error.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import { withoutAwsNodeNotice } from '../settings/process-environment.js'
import type { Environment } from '../settings/process-environment.js'
import type { AwsCredentials, CredentialProvider } from './types.js'

/** What the search needs to know. */
export interface ChainOptions {
  /** Named by an option or AWS_PROFILE; undefined for the default. */
  readonly profile: string | undefined
  readonly env: Environment
  readonly region: string
  readonly redactor: Redactor
  readonly onNotice: (notice: string) => void
}

/**
 * Searches credentials as AWS's own SDKs do, by AWS's own library: shared files, SSO, role assumption, a process, web
 * identity, container and instance. The library is loaded when it is first asked, which costs more than all of ours.
 */
export function awsChain(options: ChainOptions): CredentialProvider {
  let provider: CredentialProvider | undefined
  return async (request) => {
    try {
      return await withoutAwsNodeNotice(async () => {
        provider ??= await loadProvider(options)
        return withoutExtras(await provider(request))
      })
    } catch (error) {
      throw chainError(error as Error, options)
    }
  }
}

const quiet = () => undefined

async function loadProvider({ profile, env, region, onNotice }: ChainOptions): Promise<CredentialProvider> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
  return defaultProvider({
    // Named also where it is the default: then the library leaves the variables alone, which have been looked at already.
    profile: profile ?? 'default',
    ...(env['AWS_CONFIG_FILE'] !== undefined && { configFilepath: env['AWS_CONFIG_FILE'] }),
    ...(env['AWS_SHARED_CREDENTIALS_FILE'] !== undefined && { filepath: env['AWS_SHARED_CREDENTIALS_FILE'] }),
    clientConfig: { region },
    logger: { trace: quiet, debug: quiet, info: quiet, warn: onNotice, error: quiet },
  })
}

/** The library adds notes of its own to what it returns. */
function withoutExtras({ accessKeyId, secretAccessKey, sessionToken, expiration }: AwsCredentials): AwsCredentials {
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiration !== undefined && { expiration }),
  }
}

/** The library has one class for all its errors, so the wording has to tell them apart. */
function chainError(error: Error, { profile, redactor }: ChainOptions): OutcropError {
  const details = { cause: cleanCause(error, redactor) }
  const text = redactor.redact(error.message)
  const name = profile ?? 'default'
  if (/\bsso\b/i.test(text) && /expired|invalid|not found|refresh/i.test(text)) {
    const remedy = `Sign in again: aws sso login --profile ${name}`
    return createError('credentials_expired', `The SSO session of profile ${name} is over: ${text}`, {
      ...details,
      remedy,
    })
  }
  if (/please re-authenticate using aws login/i.test(text)) {
    const remedy = `Sign in again: aws login --profile ${name}`
    return createError('credentials_expired', `The session of profile ${name} is over: ${text}`, { ...details, remedy })
  }
  if (/ExpiredToken|token .*expired/i.test(`${error.name} ${text}`)) {
    return createError('credentials_expired', `The credentials of profile ${name} have expired: ${text}`, details)
  }
  if (/could not resolve credentials using profile|profile .* (?:was not|could not be) found/i.test(text)) {
    const remedy = `Check the name (aws configure list-profiles shows those that exist), or make it: aws configure sso --profile ${name}`
    return createError('credentials_missing', `No credentials in profile ${name}: ${text}`, { ...details, remedy })
  }
  if (/multi-factor/i.test(text)) {
    const remedy = `Fetch credentials that need no code, for instance by aws sso login --profile ${name}, or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.`
    return createError('credentials_missing', text, { ...details, remedy })
  }
  if (profile === undefined) return createError('credentials_missing', 'No AWS credentials were found', details)
  return createError('credentials_missing', `No credentials from profile ${name}: ${text}`, details)
}
