import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const lines = read('deploy/Dockerfile')
  .replace(/\\\n\s*/g, '')
  .split('\n')

describe('the Dockerfile', () => {
  test('copies what is in the repository', () => {
    const copies = lines.filter((line) => /^COPY (?!--from)/.test(line)).map((line) => line.split(/\s+/).slice(1, -1))
    expect(copies.length).toBeGreaterThan(3)
    for (const path of copies.flat()) expect(existsSync(join(root, path)), path).toBe(true)
  })

  test('carries every workspace to the second stage', () => {
    const { workspaces, scripts } = JSON.parse(read('package.json')) as {
      workspaces: string[]
      scripts: Record<string, string>
    }
    const copied = lines.filter((line) => line.startsWith('COPY --from=build')).map((line) => line.split(' ').at(-1))
    for (const one of workspaces) expect(copied).toContain(`./${one.split('/')[0]}`)
    for (const [, name] of lines.join('\n').matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([name!])
  })

  test('does not run as root', () => {
    expect(lines.findIndex((line) => line === 'USER node')).toBeGreaterThan(lines.lastIndexOf('FROM node:22-slim'))
  })
})

test('compose.yaml keeps the key out of the environment, the port on loopback and the ledger in a volume', () => {
  const { services, secrets, volumes } = parse(read('deploy/compose.yaml')) as {
    services: { gateway: Record<string, unknown> }
    secrets: unknown
    volumes: unknown
  }
  const { gateway } = services
  expect(gateway['ports']).toEqual(['127.0.0.1:4590:4590'])
  expect(gateway['volumes']).toEqual(['outcrop:/var/lib/outcrop'])
  expect(gateway['environment']).not.toHaveProperty('OUTCROP_GATEWAY_KEY')
  expect(gateway['secrets']).toEqual(['gateway-key'])
  expect(Object.keys(volumes as object)).toEqual(['outcrop'])
  expect(Object.keys(secrets as object)).toEqual(['gateway-key'])
})

// The entry point is a shell script for the container; on Windows only a container runs it.
describe.runIf(process.platform !== 'win32')('the entry point', () => {
  let stop: (() => boolean) | undefined
  const home = mkdtempSync(join(tmpdir(), 'outcrop-deploy-'))
  afterEach(() => {
    stop?.()
    rmSync(home, { recursive: true, force: true })
  })

  test('serves with the key of the mounted file, is found healthy by the image’s own check, and ends on SIGTERM', async () => {
    const key = '0123456789abcdef0123456789abcdef'
    writeFileSync(join(home, 'gateway-key'), `${key}\n`)
    const running = spawn('sh', [join(root, 'deploy', 'serve.sh'), '--port', '0', '--json'], {
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        OUTCROP_HOME: home,
        OUTCROP_ROOT: root,
        OUTCROP_LOCAL: '1',
        OUTCROP_GATEWAY_KEY_FILE: join(home, 'gateway-key'),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    stop = () => running.kill('SIGKILL')
    const [first] = (await once(running.stdout, 'data')) as [Buffer]
    const { url } = JSON.parse(first.toString()) as { url: string }

    expect((await fetch(`${url}/v1/models`)).status).toBe(401)
    expect((await fetch(`${url}/v1/models`, { headers: { 'x-api-key': key } })).status).toBe(200)
    const check = JSON.parse(
      /CMD (\[.*\])/.exec(lines.find((line) => line.startsWith('HEALTHCHECK'))!)![1]!,
    ) as string[]
    const probe = spawn(
      process.execPath,
      check.slice(1).map((word) => word.replace('http://127.0.0.1:4590', url)),
    )
    expect(await once(probe, 'close')).toEqual([0, null])

    running.kill('SIGTERM')
    expect(await once(running, 'close')).toEqual([0, null])
  })
})
