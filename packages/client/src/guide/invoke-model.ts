import type { Usage } from '@outcrop/wire/anthropic'
import type { ErrorCode } from '../errors/error-code.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { Reply } from '../invocation/index.js'
import { demandWhole } from '../reply/demand-whole.js'
import { callOf } from './guide-options.js'
import type { GuideOptions } from './guide-options.js'
import { clientOf } from './shared-client.js'

/**
 * Asks for code and gives the text of the answer.
 *
 * @throws AnswerError `answer_truncated` or `answer_refused` for an answer that is not whole, which no text may hide
 * @throws OutcropError of another class, as `client.invoke`
 * @example
 * const code = await generateCode('Write a median function in TypeScript')
 */
export async function generateCode(prompt: string, options: GuideOptions = {}): Promise<string> {
  const { text } = await ask(prompt, options)
  return text
}

/**
 * The same with the model named: a key (`claude-sonnet-4-5`), a family (`opus`), an id, a profile or an ARN.
 *
 * @throws OutcropError as {@link generateCode}
 * @example
 * const review = await invokeModel(prompt, 'opus')
 */
export function invokeModel(
  prompt: string,
  modelKey?: string,
  options: Omit<GuideOptions, 'model'> = {},
): Promise<string> {
  return generateCode(prompt, named(modelKey, options))
}

/** What became of a call that does not throw. */
export type SafeAnswer = SafeSuccess | SafeFailure

/** The whole answer. */
export interface SafeSuccess {
  readonly success: true
  readonly text: string
  /** In Anthropic's names: `input_tokens`, `output_tokens`, …: what `BedrockCostTracker` takes. */
  readonly usage: Usage
}

/** Why there is none. */
export interface SafeFailure {
  readonly success: false
  /** What went wrong, for people. */
  readonly error: string
  /** HTTP status of Bedrock's answer; undefined where none came: refused before sending, or broken off in the middle. */
  readonly errorCode: number | undefined
  /** The stable name to branch on. */
  readonly code: ErrorCode
  /** What to do about it. */
  readonly remedy: string
}

/**
 * The same without an exception: whatever fails is told in the result.
 *
 * @throws only what is a mistake in the program, such as a `TypeError`
 * @example
 * const result = await invokeModelSafely('Write a median function')
 * if (!result.success) console.error(result.error, result.remedy)
 */
export async function invokeModelSafely(
  prompt: string,
  modelKey?: string,
  options: Omit<GuideOptions, 'model'> = {},
): Promise<SafeAnswer> {
  try {
    const { text, message } = await ask(prompt, named(modelKey, options))
    return { success: true, text, usage: message.usage }
  } catch (error) {
    if (!isOutcropError(error)) throw error
    const { message, status, code, remedy } = error
    return { success: false, error: message, errorCode: status, code, remedy }
  }
}

function named(model: string | undefined, options: Omit<GuideOptions, 'model'>): GuideOptions {
  return { ...options, ...(model !== undefined && { model }) }
}

async function ask(prompt: string, { client, ...rest }: GuideOptions): Promise<Reply> {
  const { request, options } = callOf(prompt, rest)
  const reply = await clientOf({ ...(client && { client }) }).invoke(request, options)
  demandWhole(reply)
  return reply
}
