// Where the programs of the guide run: a local Bedrock of their own, an empty home, and nothing of this machine's settings.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import { startGateway } from '@outcrop/gateway'
import { cleanEnvironment } from '../clean-environment.js'

/**
 * Starts what a run calls: the local Bedrock, and with `through: 'gateway'` Outcrop's gateway in front of it.
 *
 * @param {{ emulator?: object, through?: string, env?: Record<string, string | null> }} run
 */
export async function surroundingsOf(run) {
  const home = mkdtempSync(join(tmpdir(), 'outcrop-guide-'))
  const emulator = await startEmulator(run.emulator ?? {})
  const gateway = run.through === 'gateway' ? await gatewayBefore(emulator) : undefined
  const env = {
    ...cleanEnvironment(),
    ...emulator.env,
    ...(gateway && { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: gateway.url, AWS_ENDPOINT_URL_BEDROCK: gateway.url }),
    HOME: home,
    USERPROFILE: home,
    OUTCROP_HOME: join(home, '.outcrop'),
    NO_COLOR: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...run.env,
  }
  for (const [name, value] of Object.entries(env)) if (value === null) delete env[name]
  return {
    env,
    requests: () => emulator.requests(),
    async close() {
      await gateway?.close()
      await emulator.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function gatewayBefore(emulator) {
  const client = createClient({ environment: { ...emulator.env, HOME: '/nowhere' } })
  const gateway = await startGateway({ client, port: 0, log: () => undefined })
  return {
    url: gateway.url,
    async close() {
      await gateway.close()
      await client.close()
    },
  }
}
