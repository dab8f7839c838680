import { createServer } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { readFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { type EmulatorOptions, type PolicyDocument, startEmulator } from '@outcrop/emulator'
import { onTestFinished } from 'vitest'

/** An emulator for one set-up, and the variables that lead to it. */
export async function emulated(options: EmulatorOptions = {}): Promise<Record<string, string>> {
  const emulator = await startEmulator(options)
  onTestFinished(() => emulator.close())
  return { ...emulator.env, BEDROCK_DEFAULT_MODEL: 'claude-sonnet-4-5' }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A web server that is no Bedrock. */
export async function webPage(status = 404): Promise<string> {
  const server = createServer((_, response) => {
    const headers = { 'content-type': 'text/html; charset=utf-8', connection: 'close' }
    response.writeHead(status, headers).end('<html><title>It works!</title></html>')
  })
  return `http://127.0.0.1:${await listening(server)}`
}

const tls = (name: string) => fileURLToPath(new URL(`../../packages/client/testing/tls/${name}`, import.meta.url))

/** The private authority of the tests. */
export const caFile = tls('ca.pem')

/** TLS with a certificate of the private authority, before a plain server. */
export async function tlsBefore(url: string): Promise<number> {
  const { port, hostname } = new URL(url)
  const certificate = { key: readFileSync(tls('server-key.pem')), cert: readFileSync(tls('server.pem')) }
  const server = createTlsServer(certificate, (socket) => {
    const inner = connect(Number(port), hostname)
    socket.on('error', () => inner.destroy()).on('close', () => inner.destroy())
    inner.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.pipe(inner).pipe(socket)
  })
  return listening(server)
}

const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
export const account = '123456789012'
const usRegions = ['ca-central-1', 'ca-west-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2']
export const sonnetProfile = `arn:aws:bedrock:us-east-1:${account}:inference-profile/us.${sonnet}`
export const sonnetModels = usRegions.map((region) => `arn:aws:bedrock:${region}::foundation-model/${sonnet}`)
const invoke = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']
/** What the doctor looks at besides. */
export const look = ['bedrock:Get*', 'servicequotas:List*', 'iam:SimulatePrincipalPolicy'] as const

/** A policy that allows calling, on these resources, and some more. */
export function allowing(
  resources: readonly string[],
  others: readonly string[] = look,
  actions = invoke,
): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      ...(resources.length === 0 ? [] : [{ Effect: 'Allow' as const, Action: actions, Resource: resources }]),
      ...(others.length === 0 ? [] : [{ Effect: 'Allow' as const, Action: others, Resource: '*' }]),
    ],
  }
}
