import type { HealthReport, HealthStep } from '@outcrop/client'
import { connect } from '../connection/connect.js'
import { describeFailure } from '../outcome/failure.js'
import type { Failure } from '../outcome/failure.js'
import { oneLine } from '../terminal/safe-text.js'
import type { Style } from '../terminal/style.js'
import type { CommandRun } from './command.js'

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
    const failure = firstFailure(health)
    const report = { ...health, steps: health.steps.map(reportStep) }
    if (failure === undefined) return { outcome: 'ok', report }
    // The printed steps have said it already.
    return options.json === true ? { outcome: failure.outcome, report, failure } : { outcome: failure.outcome }
  } finally {
    await connection.close()
  }
}

function renderHealth(health: HealthReport, style: Style): string {
  const lines = health.steps.flatMap((step, index) => {
    const word = { passed: style.green('PASSED'), failed: style.red('FAILED'), skipped: style.dim('SKIPPED') }[
      step.outcome
    ]
    const { region } = step.facts
    const where = region === undefined ? [] : [`   Region: ${region}`]
    const heading = `${index + 1}. ${titles[step.name].padEnd(20)} ${word}  ${oneLine(step.summary)}`.trimEnd()
    const remedy = step.remedy === undefined ? [] : [`   Remedy: ${oneLine(step.remedy)}`]
    return [heading, ...where, ...remedy]
  })
  const emulated = health.emulated ? ' (emulated: a local Bedrock answered)' : ''
  const verdict = health.healthy ? style.green('Health check PASSED') : style.red('Health check FAILED')
  return ['Bedrock health check', '', ...lines, '', `${verdict}${emulated}`, ''].join('\n')
}

function reportStep({ error, ...step }: HealthStep): Readonly<Record<string, unknown>> {
  return error === undefined ? step : { ...step, error: { code: error.code, message: error.message } }
}

function firstFailure(health: HealthReport): Failure | undefined {
  if (health.healthy) return undefined
  const step = health.steps.find((candidate) => candidate.outcome === 'failed')
  const failure = describeFailure(step?.error ?? new Error(step?.summary ?? 'the health check failed'))
  return step?.remedy === undefined ? failure : { ...failure, remedy: oneLine(step.remedy) }
}
