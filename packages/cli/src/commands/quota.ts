import type { ModelLimits } from '@outcrop/client'
import { connect } from '../connection/connect.js'
import type { Connection } from '../connection/connect.js'
import { callableModel, callableModels } from '../registry/callable-models.js'
import { writeQuotas } from '../registry/pin-file.js'
import { concurrencySteps, limitsReport, modelQuota, settingOf } from '../registry/model-quota.js'
import type { ModelQuota } from '../registry/model-quota.js'
import { count } from '../terminal/quantities.js'
import { renderTable } from '../terminal/table.js'
import type { Column } from '../terminal/table.js'
import type { CommandContext, CommandResult, CommandRun } from './command.js'

const right = 'right'
const columns: readonly Column[] = [
  { heading: 'MODEL' },
  { heading: 'PROFILE' },
  { heading: 'TOKENS/MIN', align: right },
  { heading: 'AWS DEFAULT', align: right },
  { heading: 'REQUESTS/MIN', align: right },
  { heading: 'TOKENS/DAY', align: right },
  ...concurrencySteps.map((step): Column => ({ heading: `AT ONCE ${step / 1000}K`, align: right })),
  { heading: 'CODE' },
]

/** `outcrop quota [models...] [--pin]`: what Service Quotas says the account may use of the models that can be called here. */
export const run: CommandRun = async (context) => {
  const connection = await connect(context, { calls: true, notices: false })
  try {
    const limits = await connection.client.limits({ signal: context.signal })
    const quotas = await quotasOf(context, connection, limits)
    if (context.options.pin === true) return await pin(context, quotas)
    if (context.options.json !== true) await print(context, quotas)
    return { outcome: 'ok', report: { region: connection.client.region, models: quotas.map(limitsReport) } }
  } finally {
    await connection.close()
  }
}

async function quotasOf(
  { operands }: CommandContext,
  { client, modelName }: Connection,
  limits: readonly ModelLimits[],
): Promise<readonly ModelQuota[]> {
  const models =
    operands.length === 0
      ? await callableModels(client)
      : await Promise.all(operands.map((name) => callableModel(client, modelName(name))))
  return models.flatMap(({ resolved }) => (resolved === undefined ? [] : [modelQuota(resolved, limits)]))
}

async function print({ output }: CommandContext, quotas: readonly ModelQuota[]): Promise<void> {
  const rows = quotas.map(({ model, kind, limits, atOnce }) => [
    model,
    kind,
    known(limits?.tokensPerMinute?.value),
    known(limits?.tokensPerMinute?.awsDefault),
    known(limits?.requestsPerMinute?.value),
    known(limits?.tokensPerDay?.value),
    ...concurrencySteps.map((step) => known(atOnce.find(({ maxTokens }) => maxTokens === step)?.calls)),
    limits?.tokensPerMinute?.code ?? limits?.requestsPerMinute?.code ?? '',
  ])
  const [headings = '', ...lines] = renderTable(columns, rows)
  await output.result(`${[output.resultStyle.bold(headings), ...lines].join('\n')}\n`)
  output.note(
    'outcrop: Bedrock reserves max_tokens while a call runs: AT ONCE is how many calls of that many the tokens of a minute hold',
  )
  if (quotas.some(({ limits }) => limits === undefined))
    output.note('outcrop: ? is not told by Service Quotas; calls wait there only once Bedrock has refused some')
}

function known(value: number | undefined): string {
  return value === undefined ? '?' : count(value)
}

async function pin({ cwd, output, options }: CommandContext, quotas: readonly ModelQuota[]): Promise<CommandResult> {
  const settings = Object.fromEntries(quotas.flatMap(settingOf))
  const path = await writeQuotas(settings, cwd)
  if (options.json !== true) output.note(`outcrop: wrote the limits of ${quotas.length} models to ${path}`)
  return { outcome: 'ok', report: { path, quotas: settings } }
}
