import type { ResolvedModel } from '@outcrop/client'
import { registry } from '@outcrop/models'
import { priceOf } from '../answer/worst-cost.js'
import { connect } from '../connection/connect.js'
import type { Connection } from '../connection/connect.js'
import { callableModel, callableModels, familyMeanings } from '../registry/callable-models.js'
import type { CallableModel } from '../registry/callable-models.js'
import { modelDetail } from '../registry/model-detail.js'
import { lifecycleWords, modelNotes, pricePerMillion, tokenLimit } from '../registry/model-facts.js'
import { writePins } from '../registry/pin-file.js'
import { renderTableWithin } from '../terminal/narrow-table.js'
import type { Column } from '../terminal/table.js'
import type { CommandContext, CommandResult, CommandRun } from './command.js'

/** `outcrop models [key] [--pin]`. It calls nothing: the registry and the settings decide. */
export const run: CommandRun = async (context) => {
  const connection = await connect(context, { calls: false, notices: false })
  try {
    const families = await familyMeanings(connection.client)
    const [name] = context.operands
    if (context.options.pin === true) return await pin(context, families)
    return name === undefined
      ? await listModels(context, connection, families)
      : await showModel(context, connection, { name, families })
  } finally {
    await connection.close()
  }
}

const columns: readonly Column[] = [
  { heading: 'KEY' },
  { heading: 'CALLED AS' },
  { heading: 'STATUS' },
  { heading: 'CONTEXT', align: 'right' },
  { heading: 'OUTPUT', align: 'right' },
  { heading: '$ IN', align: 'right' },
  { heading: '$ OUT', align: 'right' },
  { heading: 'NOTES' },
]

async function listModels(
  { options, output }: CommandContext,
  { client, settings }: Connection,
  families: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const models = await callableModels(client)
  const here = models.flatMap(({ key, resolved }) =>
    resolved?.entry === undefined ? [] : [{ key, resolved, entry: resolved.entry }],
  )
  if (options.json !== true) {
    const rows = here.map(({ key, resolved, entry }) => [
      key,
      resolved.calledId,
      lifecycleWords(entry.lifecycle),
      tokenLimit(entry.contextWindow),
      tokenLimit(entry.maxOutputTokens),
      pricePerMillion(priceOf(resolved)?.input),
      pricePerMillion(priceOf(resolved)?.output),
      modelNotes(key, entry, families).join('; '),
    ])
    const { lines: table, spared } = renderTableWithin(output.columns, columns, rows, [
      'CALLED AS',
      'OUTPUT',
      'CONTEXT',
    ])
    const [headings = '', ...lines] = table
    await output.result(`${[output.resultStyle.bold(headings), ...lines].join('\n')}\n`)
    const others = models.length - here.length
    if (spared)
      output.note('outcrop: the terminal is too narrow for ids and limits; outcrop models KEY shows a model’s')
    output.note(
      `outcrop: prices in US dollars for a million tokens, of ${registry.asOf}; default model: ${settings.defaultModel.value}`,
    )
    if (others > 0)
      output.note(`outcrop: ${others} more cannot be called from ${client.region}; outcrop models KEY says why`)
  }
  return {
    outcome: 'ok',
    report: {
      region: client.region,
      families,
      models: here.map(modelReport),
      notCallable: models.flatMap(notCallable),
    },
  }
}

function modelReport({ key, resolved }: { key: string; resolved: ResolvedModel }): Readonly<Record<string, unknown>> {
  const { calledId, geography, entry } = resolved
  return {
    key,
    calledId,
    geography,
    displayName: entry?.displayName,
    status: entry?.lifecycle.status,
    contextWindow: entry?.contextWindow,
    maxOutputTokens: entry?.maxOutputTokens,
    price: priceOf(resolved),
  }
}

function notCallable({ key, reason }: CallableModel): readonly Readonly<Record<string, unknown>>[] {
  return reason === undefined ? [] : [{ key, reason }]
}

async function showModel(
  { options, output }: CommandContext,
  { client, modelName }: Connection,
  { name, families }: { readonly name: string; readonly families: Readonly<Record<string, string>> },
): Promise<CommandResult> {
  const model = await callableModel(client, modelName(name))
  const entry = model.resolved?.entry ?? registry.modelRegistry[model.key]
  if (options.json !== true) {
    const rows = entry === undefined ? [['Called as', model.key] as const] : modelDetail(model, entry, families)
    await output.result(
      rows.map(([label, value]) => `${output.resultStyle.bold(label.padEnd(12))}  ${value}\n`).join(''),
    )
  }
  const { resolved, reason } = model
  return {
    outcome: 'ok',
    report: {
      key: model.key,
      callable: resolved !== undefined,
      ...(reason !== undefined && { reason }),
      ...(resolved !== undefined && {
        calledId: resolved.calledId,
        region: resolved.region,
        geography: resolved.geography,
        price: priceOf(resolved),
      }),
      entry,
    },
  }
}

async function pin(
  { cwd, output, options }: CommandContext,
  families: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const path = await writePins(families, cwd)
  if (options.json !== true) {
    await output.result(
      Object.entries(families)
        .map(([family, key]) => `${family} = ${key}\n`)
        .join(''),
    )
    output.note(`outcrop: wrote ${path}`)
  }
  return { outcome: 'ok', report: { path, pins: families } }
}
