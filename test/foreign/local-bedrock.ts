import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Emulator, type EmulatorOptions, startEmulator } from '@outcrop/emulator'
import { afterAll, beforeAll } from 'vitest'
import { isForeign } from '../clean-environment.js'

/** AWS's documented example keys, which the emulator always knows. */
export const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
export const wrongSecret = { ...credentials, secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEYEK' }
export const unknownKey = { ...credentials, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' }
/** Temporary credentials that the emulators of these tests know as run out. */
export const expiredSession = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYZEXAMPLEKEY',
  sessionToken: 'AQoEXAMPLEH4aoAH0gNCAPyJxz4BlCFFxWNE1OPTgk5TthT+FvwqnKwRcOIfrRh3c/LTo6UDdyJwOOvEVPvLXCrrrUtdnni',
}
export const bearerToken = 'bedrock-api-key-known-to-the-emulator'

export const region = 'us-east-1'
/** Takes API version bedrock-2023-05-31 only, `budget_tokens` and sampling. */
export const sonnet45 = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
export const bareSonnet45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
/** Takes API version 2026-10-21 too, adaptive thinking and no sampling. */
export const opus48 = 'us.anthropic.claude-opus-4-8'
export const profileArn = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${sonnet45}`

/** What AWS says, word for word, of each way to be refused. */
export const refusals = {
  wrongSecret: {
    name: 'InvalidSignatureException',
    status: 403,
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
  unknownKey: {
    name: 'UnrecognizedClientException',
    status: 403,
    message: 'The security token included in the request is invalid.',
  },
  expiredToken: {
    name: 'ExpiredTokenException',
    status: 403,
    message: 'The security token included in the request is expired',
  },
  badBearer: {
    name: 'AccessDeniedException',
    status: 403,
    message: 'Authentication failed: Please make sure your API Key is valid.',
  },
  unknownModel: { name: 'ValidationException', status: 400, message: 'The provided model identifier is invalid.' },
  bareId: {
    name: 'ValidationException',
    status: 400,
    message: `Invocation of model ID ${bareSonnet45} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
  },
} as const

/** `Signature expired: X is now earlier than Y (Z - 5 min.)`, all three written by the clocks of the moment. */
export const signatureExpired =
  /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/
export const signatureNotYetCurrent =
  /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/

const minutes = 60_000
/** The service's clock is ten minutes ahead, so whatever a client signs now is stale. */
export const tenMinutesAhead = () => new Date(Date.now() + 10 * minutes)
export const tenMinutesBehind = () => new Date(Date.now() - 10 * minutes)

/**
 * Takes AWS's, Anthropic's and the proxies' variables out of this process, so that no setting of the machine reaches a
 * client. Gives a clean environment for child processes.
 */
export function scrubEnvironment(): Record<string, string> {
  const home = mkdtempSync(join(tmpdir(), 'outcrop-foreign-'))
  afterAll(() => rmSync(home, { recursive: true, force: true }))
  for (const name of Object.keys(process.env)) if (isForeign(name)) delete process.env[name]
  Object.assign(process.env, {
    AWS_CONFIG_FILE: join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  })
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** An emulator for the tests of one file. Read `url` inside tests only. */
export function localBedrock(options: EmulatorOptions = {}): { readonly emulator: Emulator; readonly url: string } {
  let emulator: Emulator | undefined
  beforeAll(async () => {
    emulator = await startEmulator({
      credentials: [{ ...expiredSession, expired: true }],
      bearerTokens: [bearerToken],
      ...options,
    })
  })
  afterAll(() => emulator?.close())
  const running = () => {
    if (emulator === undefined) throw new Error('The emulator runs only while tests do')
    return emulator
  }
  return {
    get emulator() {
      return running()
    },
    get url() {
      return running().url
    },
  }
}
