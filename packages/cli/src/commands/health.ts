import type { HealthReport, HealthStep } from '@outcrop/client'
import { connect } from '../connection/connect.js'
import type { Style } from '../terminal/style.js'
import type { CommandRun } from './command.js'
import { firstFailure, renderSteps, reportStep } from './examined-steps.js'

const titles: Readonly<Record<HealthStep['name'], string>> = {
  credentials: 'AWS credentials',
  configuration: 'Model configuration',
  client: 'Bedrock client',
  invocation: 'Model invocation',
}

/** `outcrop health`: the guide's four steps. */
export const run: CommandRun = async (context) => {
  const { options, output, signal } = context
  const connection = await connect(context, { calls: true, impatient: true })
  try {
    const health = await connection.client.health({ model: connection.modelName(options.model), signal })
    signal.throwIfAborted()
    if (options.json !== true) await output.result(renderHealth(health, output.resultStyle))
    const failure = firstFailure(health.steps)
    const report = { ...health, steps: health.steps.map(reportStep) }
    if (failure === undefined) return { outcome: 'ok', report }
    // The printed steps have said it already.
    return options.json === true ? { outcome: failure.outcome, report, failure } : { outcome: failure.outcome }
  } finally {
    await connection.close()
  }
}

function renderHealth(health: HealthReport, style: Style): string {
  const lines = renderSteps(health.steps, titles, style)
  const emulated = health.emulated ? ' (emulated: a local Bedrock answered)' : ''
  const verdict = health.healthy ? style.green('Health check PASSED') : style.red('Health check FAILED')
  return ['Bedrock health check', '', ...lines, '', `${verdict}${emulated}`, ''].join('\n')
}
