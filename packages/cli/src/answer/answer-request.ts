import type { InvokeRequest } from '@outcrop/client'
import type { CliOptions } from '../options/option-table.js'

/** What one command asks of a model, where the user says nothing else. */
export interface AnswerProfile {
  readonly system: string
  /** Room for the answer, thinking included; less where the model writes less. */
  readonly maxTokens: number
  /** A wish: models without sampling take it as effort. */
  readonly temperature?: number
  /** A wish, for models with levels of it; there it wins over `temperature`. */
  readonly effort?: NonNullable<InvokeRequest['effort']>
  /** How the answer has to be written, whatever the system prompt is. */
  readonly form?: string
}

/** Added to the system prompt by `--extract`, so that the block to keep is the only one. */
const oneBlockOnly =
  'Answer with exactly one fenced code block that holds the complete code, and with nothing outside of it.'

/** The request of a prompt and the options of the command line. */
export function answerRequest(prompt: string, options: CliOptions, profile: AnswerProfile): InvokeRequest {
  const system = [
    options.system ?? profile.system,
    ...(profile.form === undefined ? [] : [profile.form]),
    ...(options.extract === true ? [oneBlockOnly] : []),
  ]
  return {
    prompt,
    system: system.filter((text) => text !== '').join('\n\n'),
    defaults: {
      maxTokens: profile.maxTokens,
      ...(profile.temperature !== undefined && { temperature: profile.temperature }),
      ...(profile.effort !== undefined && { effort: profile.effort }),
    },
    ...(options.maxTokens !== undefined && { maxTokens: options.maxTokens }),
    ...(options.effort !== undefined && { effort: options.effort as NonNullable<InvokeRequest['effort']> }),
    ...(options.param !== undefined && { body: options.param }),
  }
}
