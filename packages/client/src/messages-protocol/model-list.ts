import type { ModelEntry } from '@outcrop/models'
import { createError } from '../errors/create-error.js'

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

/**
 * The part of the list that a query asks for by `limit`, `after_id` and `before_id`; all of it if it says nothing.
 *
 * @throws RequestError `invalid_request` for a page that cannot be
 */
export function modelPage(all: readonly ModelInfo[], query: URLSearchParams): Readonly<Record<string, unknown>> {
  const limit = limitOf(query.get('limit'))
  const after = placeOf(query, 'after_id', all)
  const before = placeOf(query, 'before_id', all)
  const rest = all.slice(after === undefined ? 0 : after + 1, before)
  // Backwards, the page ends where the one that was seen begins.
  const data = before === undefined ? rest.slice(0, limit) : rest.slice(Math.max(0, rest.length - limit))
  const ends = { first_id: data.at(0)?.id ?? null, last_id: data.at(-1)?.id ?? null }
  return { data, has_more: data.length < rest.length, ...ends }
}

const mostOnPage = 1000

function limitOf(text: string | null): number {
  if (text === null) return mostOnPage
  const limit = Number(text)
  if (/^\d+$/.test(text) && limit >= 1 && limit <= mostOnPage) return limit
  throw createError('invalid_request', `limit is ${JSON.stringify(text)}`, {
    remedy: `Give limit as a whole number from 1 to ${mostOnPage}, or leave it out.`,
  })
}

function placeOf(query: URLSearchParams, name: string, all: readonly ModelInfo[]): number | undefined {
  const id = query.get(name)
  if (id === null) return undefined
  const place = all.findIndex((info) => info.id === id)
  if (place >= 0) return place
  throw createError('invalid_request', `${name} is ${JSON.stringify(id)}, which is not in the list`, {
    remedy: `Give ${name} as first_id or last_id of a page.`,
  })
}
