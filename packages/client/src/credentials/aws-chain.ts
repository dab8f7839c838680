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
  const reasons: string[] = []
  let provider: CredentialProvider | undefined
  return async (request) => {
    reasons.length = 0
    try {
      return await withoutAwsNodeNotice(async () => {
        provider ??= await loadProvider(options, (reason) => reasons.push(reason))
        return withoutExtras(await provider(request))
      })
    } catch (error) {
      throw chainError(error as Error, reasons, options)
    }
  }
}

const quiet = () => undefined

async function loadProvider(
  { profile, env, region, onNotice }: ChainOptions,
  onReason: (reason: string) => void,
): Promise<CredentialProvider> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
  // The library tells only its log why each source had nothing; its error says no more than that none had.
  const debug = (entry: unknown) => {
    const reason =
      typeof entry === 'string' ? /^@smithy\/property-provider (?:->|\(!\)) (.*)$/s.exec(entry)?.[1] : undefined
    if (reason !== undefined && !ordinary.test(reason)) onReason(reason)
  }
  return defaultProvider({
    // Named also where it is the default: then the library leaves the variables alone, which have been looked at already.
    profile: profile ?? 'default',
    ...(env['AWS_CONFIG_FILE'] !== undefined && { configFilepath: env['AWS_CONFIG_FILE'] }),
    ...(env['AWS_SHARED_CREDENTIALS_FILE'] !== undefined && { filepath: env['AWS_SHARED_CREDENTIALS_FILE'] }),
    clientConfig: { region },
    logger: { trace: quiet, debug, info: quiet, warn: onNotice, error: quiet },
  })
}

/** Reasons that a source gives because it is not meant at all. */
const ordinary =
  /skipping fromEnv|^Skipping SSO|did not contain credential_process|could not be found in shared credentials file|^Web identity configuration not specified|^EC2 Instance Metadata Service access disabled|any providers$/

/** The library adds notes of its own to what it returns. */
function withoutExtras({ accessKeyId, secretAccessKey, sessionToken, expiration }: AwsCredentials): AwsCredentials {
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiration !== undefined && { expiration }),
  }
}

/** One way in which the search ends, told by the library's wording, because it has one class for all its errors. */
interface Ending {
  readonly text: RegExp
  readonly code: 'credentials_missing' | 'credentials_expired'
  readonly what: (profile: string) => string
  readonly remedy: (profile: string) => string
}

const noSuchProfile = /could not resolve credentials using profile/i

const endings: readonly Ending[] = [
  {
    text: /\bsso\b.*(?:expired|invalid|not found|refresh)/i,
    code: 'credentials_expired',
    what: (profile) => `The SSO session of profile ${profile} is over`,
    remedy: (profile) => `Sign in again: aws sso login --profile ${profile}`,
  },
  {
    text: /re-authenticate using aws login/i,
    code: 'credentials_expired',
    what: (profile) => `The session of profile ${profile} is over`,
    remedy: (profile) => `Sign in again: aws login --profile ${profile}`,
  },
  {
    text: /ExpiredToken|token .*expired/i,
    code: 'credentials_expired',
    what: (profile) => `The credentials of profile ${profile} have expired`,
    remedy: (profile) => `Fetch new credentials for profile ${profile}.`,
  },
  {
    text: /multi-factor/i,
    code: 'credentials_missing',
    what: (profile) => `Profile ${profile} asks for a code`,
    remedy: (profile) =>
      `Fetch credentials that need no code, for instance by aws sso login --profile ${profile}, or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.`,
  },
  {
    text: noSuchProfile,
    code: 'credentials_missing',
    what: (profile) => `There is no profile ${profile} with credentials`,
    remedy: (profile) =>
      `Check the name (aws configure list-profiles shows those that exist), or make it: aws configure sso --profile ${profile}`,
  },
]

function chainError(error: Error, reasons: readonly string[], { profile, redactor }: ChainOptions): OutcropError {
  const known = new Set([...reasons, error.message].filter((reason) => !reason.endsWith('any providers')))
  const text = redactor.redact([...known].join('; '))
  const details = { cause: cleanCause(Object.assign(new Error(text), { name: error.name }), redactor) }
  // Nobody chose the default profile, so that it is not there is not worth a word.
  if (text === '' || (profile === undefined && noSuchProfile.test(text))) {
    return createError('credentials_missing', 'No AWS credentials were found', details)
  }
  const name = profile ?? 'default'
  const ending = endings.find((candidate) => candidate.text.test(`${error.name} ${text}`))
  if (ending === undefined) {
    return createError('credentials_missing', `No credentials from profile ${name}: ${text}`, details)
  }
  return createError(ending.code, ending.what(name), { ...details, remedy: ending.remedy(name) })
}
