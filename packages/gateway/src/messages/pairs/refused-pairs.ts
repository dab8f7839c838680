import { isOutcropError } from '@outcrop/client'
import { toolName } from './server-tools.js'

/** What may be left out when Bedrock refuses it: extras of programs that were written for Anthropic's own API. */
const droppable: readonly RegExp[] = [
  /^context_management$/,
  /^output_config\.(?:effort|task_budget)$/,
  /^tools\.\*\.(?:strict|defer_loading|input_examples|eager_input_streaming|allowed_callers)$/,
]

/**
 * Tools that Anthropic's own servers run: the model does without them. Any other type that is refused may be a slip of the
 * pen, or want a beta flag that this caller alone left out.
 */
const serverTool = /^(?:web_search|web_fetch|code_execution)_20\d{6}$/

/** Stands for all beta flags: Bedrock does not say which of them it refused. */
export const allBetas = 'anthropic_beta'

/** How much is remembered of one model: the types of tools are texts of callers. */
const mostFields = 32

/** What the models were seen to refuse, so that each is asked only once. */
export class RefusedPairs {
  readonly #fields = new Map<string, readonly string[]>()

  of(model: string): readonly string[] {
    return this.#fields.get(model) ?? []
  }

  /** Remembers what an error refuses, if that may be left out; undefined if the error is about something else. */
  learn(model: string, error: unknown): string | undefined {
    const field = refusedField(error)
    if (field === undefined) return undefined
    const known = [...this.of(model).filter((one) => one !== field), field]
    this.#fields.set(model, known.slice(-mostFields))
    return field
  }
}

/** `tools.0.custom.strict: Extra inputs are not permitted` refuses `tools.*.strict`. */
function refusedField(error: unknown): string | undefined {
  if (!isOutcropError(error) || error.code !== 'invalid_request') return undefined
  if (/invalid beta flag/i.test(error.message)) return allBetas
  const tool = /^tools\.\d+: Input tag '(\w+)' found using 'type'/i.exec(error.message)?.[1]
  if (tool !== undefined) return serverTool.test(tool) ? toolName(tool) : undefined
  const path = /([\w.]+): Extra inputs are not permitted/i.exec(error.message)?.[1]
  const field = path?.replace(/\.\d+\.(?:custom\.)?/g, '.*.')
  return field !== undefined && droppable.some((known) => known.test(field)) ? field : undefined
}
