import type { CacheControl, ContentBlockParam, InvokeBody, MessageParam } from '@outcrop/wire/anthropic'
import type { PromptCacheRules } from '@outcrop/models'
import { contentTokens, jsonTokens } from '../../count/block-tokens.js'
import type { Tokenizer } from '../../count/types.js'

/** What to mark, and by which rules. */
export interface CacheWish {
  readonly rules: PromptCacheRules
  readonly tokenizer: Tokenizer
  readonly ttl: '5m' | '1h'
}

/** Where a model's minimum is not established: the highest of any model's. */
const highestMinimum = 4096

/** An estimate may be a little high, and a point below the minimum does nothing. */
const margin = 1.05

const markable: ReadonlySet<string> = new Set(['text', 'image', 'document', 'tool_use', 'tool_result'])

function isMarkable(block: ContentBlockParam): boolean {
  return markable.has(block.type) && !(block.type === 'text' && block.text === '')
}

/** A turn with a point at its last block that can carry one; undefined if there is none. */
function marked(turn: MessageParam, control: CacheControl): MessageParam | undefined {
  if (turn.role === 'system') return undefined
  if (typeof turn.content === 'string') {
    if (turn.content === '') return undefined
    return { ...turn, content: [{ type: 'text', text: turn.content, cache_control: control }] }
  }
  const last = turn.content.findLastIndex(isMarkable)
  if (last < 0) return undefined
  const content = turn.content.map((block, index) =>
    index === last ? ({ ...block, cache_control: control } as ContentBlockParam) : block,
  )
  return { ...turn, content }
}

/**
 * The turns that get a point, newest first: the last one, so that the next call finds all of this, and the user's turn
 * before it, where the last call put its point. That one may lie further back than the 20 blocks that Bedrock searches.
 */
function turnsToMark(messages: readonly MessageParam[]): number[] {
  if (!messages.some(({ role }) => role === 'assistant')) return []
  const last = messages.length - 1
  const before = messages.findLastIndex(({ role }, index) => role === 'user' && index < last)
  return before < 0 ? [last] : [last, before]
}

/** Says of each prefix in turn whether it is long enough. Counts no further than it has to. */
function createMeter({ rules, tokenizer }: CacheWish) {
  const least = (rules.minTokens ?? highestMinimum) * margin
  let tokens = 0
  return {
    tokenizer,
    add(count: () => number): boolean {
      if (tokens < least) tokens += count()
      return tokens >= least
    },
  }
}

/**
 * Sets cache points at the ends of what stays the same: tools, system prompt and, in a conversation, its turns. Only
 * where the prefix reaches the model's minimum, and never more than the model takes. Changes nothing that it reads.
 */
export function setCachePoints(body: Partial<InvokeBody>, wish: CacheWish): Partial<InvokeBody> {
  const meter = createMeter(wish)
  const ttl = wish.rules.ttl.includes(wish.ttl) ? wish.ttl : '5m'
  const control: CacheControl = ttl === '5m' ? { type: 'ephemeral' } : { type: 'ephemeral', ttl }
  const { tools = [], system, messages = [] } = body
  const changed: Partial<InvokeBody> = {}
  let free = wish.rules.maxPoints

  const lastTool = tools.at(-1)
  if (lastTool !== undefined && meter.add(() => tokensOfTools(tools, wish.tokenizer)) && free > 0) {
    changed.tools = [...tools.slice(0, -1), { ...lastTool, cache_control: control }]
    free--
  }
  const blocks = typeof system === 'string' ? [{ type: 'text' as const, text: system }] : (system ?? [])
  const lastBlock = blocks.at(-1)
  const longEnough = meter.add(() => contentTokens(blocks, wish.tokenizer).tokens)
  if (lastBlock !== undefined && lastBlock.text !== '' && longEnough && free > 0) {
    changed.system = [...blocks.slice(0, -1), { ...lastBlock, cache_control: control }]
    free--
  }
  const turns = markTurns(messages, { control, free, meter })
  return { ...changed, ...(turns !== undefined && { messages: turns }) }
}

function tokensOfTools(tools: NonNullable<InvokeBody['tools']>, tokenizer: Tokenizer): number {
  return tools.reduce((sum, tool) => sum + jsonTokens(tool, tokenizer).tokens, 0)
}

interface TurnWish {
  readonly control: CacheControl
  readonly free: number
  readonly meter: ReturnType<typeof createMeter>
}

function markTurns(messages: readonly MessageParam[], { control, free, meter }: TurnWish): MessageParam[] | undefined {
  const wanted = new Set(turnsToMark(messages).slice(0, free))
  if (wanted.size === 0) return undefined
  let points = 0
  const turns = messages.map((turn, index) => {
    const longEnough = meter.add(() => contentTokens(turn.content, meter.tokenizer).tokens)
    const withPoint = longEnough && wanted.has(index) ? marked(turn, control) : undefined
    if (withPoint !== undefined) points++
    return withPoint ?? turn
  })
  return points > 0 ? turns : undefined
}
