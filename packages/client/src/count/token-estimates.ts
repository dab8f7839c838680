import type { ModelEntry } from '@outcrop/models'
import type { InvokeBody, Usage } from '@outcrop/wire/anthropic'
import { Calibration } from './calibration.js'
import type { CalibrationState } from './calibration.js'
import { estimateRequest } from './estimate-request.js'
import { estimateTokens } from './estimate-tokens.js'
import { tokenizerFor, tokenizerOfEntry } from './tokenizer-of.js'
import type { TokenEstimate, Tokenizer } from './types.js'

/** Estimates as one client makes them: corrected by what its replies have really counted. */
export class TokenEstimates {
  readonly calibration: Calibration
  /** One body, one estimate: what was reserved for an attempt is also what it is charged where nobody knows better. */
  readonly #made = new WeakMap<object, { readonly raw: TokenEstimate; readonly corrected: TokenEstimate }>()

  constructor(states: readonly CalibrationState[] = []) {
    this.calibration = new Calibration(states)
  }

  text(text: string, tokenizer: Tokenizer): TokenEstimate {
    return this.calibration.correct(tokenizer, estimateTokens(text, tokenizer))
  }

  /** All input of a request; `entry` is that of its model. */
  request(body: InvokeBody, entry: ModelEntry | undefined): TokenEstimate {
    const known = this.#made.get(body)
    if (known !== undefined) return known.corrected
    const tokenizer = tokenizerFor(entry)
    const raw = estimateRequest(body, tokenizer)
    const corrected = this.calibration.correct(tokenizer, raw)
    this.#made.set(body, { raw, corrected })
    return corrected
  }

  /**
   * Takes note of what Bedrock has counted. Only of a request that was estimated before it was sent: counting the others
   * again would cost each call time that nothing depends on.
   */
  answered(body: InvokeBody, entry: ModelEntry | undefined, usage: Usage): void {
    const made = this.#made.get(body)
    if (made === undefined || entry === undefined || !isText(body)) return
    const counted = usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0)
    this.calibration.learn(tokenizerOfEntry(entry), made.raw, counted)
  }
}

/** What of a request the tokenizer decides. Images, documents and thoughts cost by rules of their own. */
const readAsText: ReadonlySet<string> = new Set(['text', 'tool_use', 'tool_result'])

function isText({ messages }: InvokeBody): boolean {
  return messages.every(
    ({ content }) =>
      typeof content === 'string' ||
      content.every(
        (block) =>
          readAsText.has(block.type) &&
          (block.type !== 'tool_result' ||
            !Array.isArray(block.content) ||
            block.content.every(({ type }) => type === 'text')),
      ),
  )
}
