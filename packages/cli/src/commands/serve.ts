import type { StartOptions } from '@outcrop/gateway'
import { connect } from '../connection/connect.js'
import { usageError } from '../outcome/command-error.js'
import { accessLines } from './access-lines.js'
import { serveTemplates } from '../tasks/serve-templates.js'
import { listenError, stopped } from './listening.js'
import type { CommandContext, CommandRun } from './command.js'

const defaultPort = 4590

/** `outcrop serve`: a door to Bedrock for any client, until it is told to stop, which is a success. */
export const run: CommandRun = async (context) => {
  const { output, options, signal, env } = context
  const { host = '127.0.0.1', port = defaultPort, maxCost } = options
  const key = env['OUTCROP_GATEWAY_KEY']
  const connection = await connect(context, {
    calls: true,
    ...(maxCost !== undefined && { budget: { usd: maxCost } }),
  })
  try {
    const templates = await serveTemplates(context, connection.settings)
    const gateway = await open(context, {
      client: connection.client,
      templates,
      host,
      port,
      ...(key !== undefined && key !== '' && { key }),
      log: accessLines(output),
    })
    try {
      const listening = { event: 'listening', url: gateway.url }
      await output.result(options.json === true ? `${JSON.stringify(listening)}\n` : greeting(gateway.url, key))
      await stopped(signal)
    } finally {
      await gateway.close()
    }
    return { outcome: 'ok' }
  } finally {
    await connection.close()
  }
}

async function open(context: CommandContext, options: StartOptions & { readonly host: string; readonly port: number }) {
  const { Refusal, startGateway } = await import('@outcrop/gateway')
  try {
    return await startGateway(options)
  } catch (error) {
    if (error instanceof Refusal) throw usageError(error.message, error.remedy)
    throw listenError(error, { command: context.command, host: options.host, port: options.port })
  }
}

function greeting(url: string, key: string | undefined): string {
  const needs =
    key === undefined || key === '' ? 'this machine only, without a key' : 'with the key of OUTCROP_GATEWAY_KEY'
  return [
    `Gateway to Bedrock on ${url} (${needs})`,
    '',
    `  Anthropic's SDKs, Claude Code:  ANTHROPIC_BASE_URL=${url}`,
    `  Bedrock's clients:              AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${url}`,
    `  Your application:               POST ${url}/api/generate`,
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n')
}
