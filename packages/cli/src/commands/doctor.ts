import type { Diagnosis, DiagnosisStepName } from '@outcrop/client'
import { connect } from '../connection/connect.js'
import { count } from '../terminal/quantities.js'
import type { Style } from '../terminal/style.js'
import type { CommandContext, CommandResult, CommandRun } from './command.js'
import { firstFailure, renderSteps, reportStep } from './examined-steps.js'

const titles: Readonly<Record<DiagnosisStepName, string>> = {
  settings: 'Settings',
  credentials: 'Credentials',
  identity: 'Identity (STS)',
  region: 'Region',
  permissions: 'Permissions (IAM)',
  access: 'Model access',
  retention: 'Data retention',
  profile: 'Inference profile',
  quota: 'Quotas',
  network: 'Proxy, TLS, host',
  clock: 'Clock',
  invocation: 'One small call',
}

/** `outcrop doctor`: what is wrong with a set-up, and how to mend it. */
export const run: CommandRun = async (context) => {
  const { options, output } = context
  const diagnosis = await examine(context)
  context.signal.throwIfAborted()
  if (options.json !== true) await output.result(renderDiagnosis(diagnosis, output.resultStyle))
  return conclude(diagnosis, options.json === true)
}

async function examine(context: CommandContext): Promise<Diagnosis> {
  const { options, signal } = context
  try {
    // What a model's notes say stands in the report.
    const connection = await connect(context, { calls: true, impatient: true, notices: false })
    try {
      return await connection.client.diagnose({ model: connection.modelName(options.model), signal })
    } finally {
      await connection.close()
    }
  } catch (error) {
    // No client can be made of these settings: that is a finding too.
    const { diagnosisOfSettings, isOutcropError } = await import('@outcrop/client')
    if (!isOutcropError(error) || error.code === 'aborted') throw error
    return diagnosisOfSettings(error)
  }
}

function conclude(diagnosis: Diagnosis, json: boolean): CommandResult {
  const report = { ...diagnosis, steps: diagnosis.steps.map(reportStep) }
  const failure = firstFailure(diagnosis.steps)
  if (failure === undefined) return { outcome: 'ok', report }
  // The printed steps have said it already.
  return json ? { outcome: failure.outcome, report, failure } : { outcome: failure.outcome }
}

function renderDiagnosis({ steps, healthy, emulated }: Diagnosis, style: Style): string {
  const failed = steps.filter(({ outcome }) => outcome === 'failed').length
  const verdict = healthy
    ? style.green('Nothing is wrong')
    : style.red(`${count(failed)} ${failed === 1 ? 'step' : 'steps'} failed: begin with the first`)
  const source = emulated ? ' (emulated: a local Bedrock answered)' : ''
  return ['Bedrock doctor', '', ...renderSteps(steps, titles, style), '', `${verdict}${source}`, ''].join('\n')
}
