import { isObject } from './json.js'
import type { ChatRequest } from './chat-request.js'

/** How a model thinks on one request, as asked or as it does by itself. */
export interface ThinkingMode {
  /** `budget`: always, up to a number of tokens; `adaptive`: as it sees fit; `between`: only after tool results. */
  readonly kind: 'off' | 'budget' | 'adaptive' | 'between'
  readonly budgetTokens?: number
  /** Whether the thought itself is written out; its signature comes in any case. */
  readonly shown: boolean
}

export function thinkingMode({ body, entry }: ChatRequest): ThinkingMode {
  const { thinking } = body
  const rules = entry.parameters.thinking
  const shownByDefault = rules?.displayDefault !== 'omitted'
  if (!isObject(thinking)) return { kind: rules?.onByDefault ? 'adaptive' : 'off', shown: shownByDefault }
  const { type, display, budget_tokens: budget } = thinking
  const shown = typeof display === 'string' ? display === 'summarized' : shownByDefault
  if (type === 'disabled') return { kind: 'off', shown }
  if (type === 'enabled') return { kind: 'budget', budgetTokens: Number(budget), shown }
  return { kind: type === 'between_tools' ? 'between' : 'adaptive', shown }
}
