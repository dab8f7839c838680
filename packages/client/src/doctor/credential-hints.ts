import type { EnvironmentSecrets } from '../settings/environment-secrets.js'
import type { Settings } from '../settings/index.js'

/** How the variables and options that hold credentials stand to each other; no secret goes in or out. */
export interface GivenCredentials {
  readonly bearer: 'options' | 'environment' | undefined
  /** Credentials were given in code. */
  readonly inOptions: boolean
  readonly profile: Settings['profile']
  readonly keyId: string | undefined
  readonly hasSecret: boolean
  readonly hasSessionToken: boolean
}

export function givenCredentials(
  secrets: EnvironmentSecrets,
  profile: Settings['profile'],
  options: { readonly bearerToken?: unknown; readonly credentials?: unknown },
): GivenCredentials {
  return {
    bearer:
      options.bearerToken !== undefined ? 'options' : secrets.bearerToken === undefined ? undefined : 'environment',
    inOptions: options.credentials !== undefined,
    profile,
    keyId: secrets.accessKeyId,
    hasSecret: secrets.secretAccessKey !== undefined,
    hasSessionToken: secrets.sessionToken !== undefined,
  }
}

/** What contradicts itself in the variables: worth a note while all goes well, and mostly the cause where it does not. */
export function credentialHints(given: GivenCredentials): readonly string[] {
  const { bearer, inOptions, profile, keyId, hasSecret, hasSessionToken } = given
  if (bearer === 'environment') return besidesBearer(given)
  if (bearer !== undefined || inOptions) return []
  if (profile.value !== undefined) {
    if (keyId === undefined || !hasSecret) return []
    const where = profile.source ?? '--profile'
    return [
      `${where} names profile ${profile.value}, which wins over AWS_ACCESS_KEY_ID: unset it to use the keys of the environment.`,
    ]
  }
  if (keyId === undefined)
    return hasSecret ? ['AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is not: set both.'] : []
  if (!hasSecret) return ['AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not: set both.']
  if (keyId.startsWith('ASIA') && !hasSessionToken)
    return [
      'The key in AWS_ACCESS_KEY_ID is temporary (ASIA…) and needs AWS_SESSION_TOKEN, which is not set: set all three.',
    ]
  if (keyId.startsWith('AKIA') && hasSessionToken)
    return [
      'AWS_SESSION_TOKEN is set, but the key in AWS_ACCESS_KEY_ID is a long-term one (AKIA…), which has none: unset AWS_SESSION_TOKEN.',
    ]
  return []
}

function besidesBearer({ inOptions, profile, keyId, hasSecret }: GivenCredentials): readonly string[] {
  const others = [
    ...(inOptions ? ['the credentials given in code'] : []),
    ...(profile.value === undefined ? [] : [`profile ${profile.value}`]),
    ...(keyId !== undefined && hasSecret ? ['AWS_ACCESS_KEY_ID'] : []),
  ]
  if (others.length === 0) return []
  return [
    `AWS_BEARER_TOKEN_BEDROCK wins over ${others.join(' and ')}: unset it to use ${others.length > 1 ? 'one of those' : 'that'} instead.`,
  ]
}
