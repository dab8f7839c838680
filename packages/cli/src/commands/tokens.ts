import type { Client, ResolvedModel } from '@outcrop/client'
import type { PromptDocument } from '@outcrop/tasks'
import { priceOf } from '../answer/worst-cost.js'
import { connect } from '../connection/connect.js'
import { usageError } from '../outcome/command-error.js'
import { gatherMaterial, pipedText } from '../tasks/gather-material.js'
import { count, dollars } from '../terminal/quantities.js'
import { renderTable } from '../terminal/table.js'
import type { Column } from '../terminal/table.js'
import type { CommandContext, CommandRun } from './command.js'

/** One text, counted. */
interface CountedText {
  readonly path: string
  readonly tokens: number
  /** What the true count stays under; equal to `tokens` where Bedrock counted. */
  readonly upperBound: number
  /** Of the tokens as input, by list price. */
  readonly costUsd: number | undefined
}

const columns: readonly Column[] = [
  { heading: 'FILE' },
  { heading: 'TOKENS', align: 'right' },
  { heading: 'AT MOST', align: 'right' },
  { heading: 'COST', align: 'right' },
]

/** `outcrop tokens [files...]`: how many tokens texts have for a model, estimated offline or counted by Bedrock. */
export const run: CommandRun = async (context) => {
  const { options, output, signal } = context
  const exact = options.exact === true
  const connection = await connect(context, { calls: exact })
  try {
    const { client, modelName } = connection
    const documents = await documentsOf(context)
    const model = await client.resolve(modelName())
    const texts: CountedText[] = []
    for (const document of documents) texts.push(await counted(client, model, { document, exact, signal }))
    if (options.json !== true) {
      const rows = (texts.length > 1 ? [...texts, totalOf(texts)] : texts).map((text) => [
        text.path,
        count(text.tokens),
        count(text.upperBound),
        dollars(text.costUsd),
      ])
      const [headings = '', ...lines] = renderTable(columns, rows)
      await output.result(`${[output.resultStyle.bold(headings), ...lines].join('\n')}\n`)
      const how = exact ? 'counted by Bedrock' : 'estimated; --exact asks Bedrock'
      output.note(`outcrop: as input of ${model.displayName}, ${how}`)
    }
    return {
      outcome: 'ok',
      report: {
        model: model.key ?? model.calledId,
        exact,
        files: texts,
        total: { ...totalOf(texts), path: undefined },
      },
    }
  } finally {
    await connection.close()
  }
}

/** The texts as a command would send them: secrets and ignored files left out. */
async function documentsOf(context: CommandContext): Promise<readonly PromptDocument[]> {
  const { operands: paths, output } = context
  const piped = paths.length > 0 ? undefined : await pipedText(context)
  if (paths.length === 0 && piped === undefined) {
    throw usageError('there is nothing to count', 'Name files, or pipe a text in.')
  }
  const all = { budgetTokens: Number.POSITIVE_INFINITY, estimateTokens: () => 0 }
  const { documents, dropped } = await gatherMaterial(context, { instruction: '', paths, piped, outside: true }, all)
  for (const { path, detail } of dropped) output.note(`outcrop: not counted: ${path}: ${detail}`)
  return documents
}

async function counted(
  client: Client,
  model: ResolvedModel,
  { document, exact, signal }: { document: PromptDocument; exact: boolean; signal: AbortSignal },
): Promise<CountedText> {
  const { path, text } = document
  const name = model.key ?? model.calledId
  const estimate = exact ? undefined : client.estimateTokens({ model: name, text })
  const tokens = estimate?.tokens ?? (await client.countTokens({ model: name, prompt: text }, { signal })).tokens
  const price = priceOf(model)?.input
  const costUsd = price === undefined ? undefined : (tokens * price) / 1_000_000
  return { path, tokens, upperBound: estimate?.upperBound ?? tokens, costUsd }
}

function totalOf(texts: readonly CountedText[]): CountedText {
  const sum = (part: (text: CountedText) => number) => texts.reduce((total, text) => total + part(text), 0)
  const known = texts.every(({ costUsd }) => costUsd !== undefined)
  return {
    path: 'total',
    tokens: sum(({ tokens }) => tokens),
    upperBound: sum(({ upperBound }) => upperBound),
    costUsd: known ? sum(({ costUsd }) => costUsd ?? 0) : undefined,
  }
}
