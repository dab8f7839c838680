import type { EmulatorOptions } from '@outcrop/emulator'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The options with what calls to Bedrock are signed with, where the emulator is to record and its configuration does not
 * say: the keys of the environment, which then need not stand in a file. An API key wins, as for AWS's SDKs.
 */
export function withRecordingKeys(options: EmulatorOptions, env: Environment): EmulatorOptions {
  const { engine } = options
  if (engine?.kind !== 'record' || engine.credentials !== undefined || engine.bearerToken !== undefined) return options
  const { AWS_BEARER_TOKEN_BEDROCK: bearerToken, AWS_ACCESS_KEY_ID: accessKeyId } = env
  const { AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env
  if (bearerToken) return { ...options, engine: { ...engine, bearerToken } }
  if (!accessKeyId || !secretAccessKey) return options
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
  return { ...options, engine: { ...engine, credentials } }
}
