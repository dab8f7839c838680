import type { ModelEntry } from '@outcrop/models'

/** A model as Anthropic's Models API describes it. */
export interface ModelInfo {
  readonly type: 'model'
  readonly id: string
  readonly display_name: string
  readonly created_at: string
  readonly max_input_tokens?: number
  readonly max_tokens?: number
}

/** Describes one model. `id` is the name by which it may be called here. */
export function modelInfo(id: string, displayName: string, entry: ModelEntry | undefined): ModelInfo {
  const [year = '1970', month = '01', day = '01'] = (entry?.lifecycle.launched ?? '').split('-').filter(Boolean)
  return {
    type: 'model',
    id,
    display_name: displayName,
    created_at: `${year}-${month}-${day}T00:00:00Z`,
    ...(entry?.contextWindow !== undefined && { max_input_tokens: entry.contextWindow }),
    ...(entry?.maxOutputTokens !== undefined && { max_tokens: entry.maxOutputTokens }),
  }
}

/** All of them on one page. */
export function modelPage(data: readonly ModelInfo[]): Readonly<Record<string, unknown>> {
  return { data, has_more: false, first_id: data.at(0)?.id ?? null, last_id: data.at(-1)?.id ?? null }
}
