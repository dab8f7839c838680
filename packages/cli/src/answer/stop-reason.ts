import type { Message } from '@outcrop/wire/anthropic'
import { CommandError } from '../outcome/command-error.js'

/**
 * What is wrong with a whole answer, going by why the model stopped; undefined if nothing is. An unknown reason counts
 * as an answer: models bring new ones.
 */
export function answerFault(
  message: Pick<Message, 'stop_reason' | 'stop_details'>,
  maxTokens: number,
): CommandError | undefined {
  const { stop_reason: reason, stop_details: details } = message
  if (reason === 'refusal') {
    const why = details?.explanation ?? details?.category
    return refused(`the model refused to answer${typeof why === 'string' ? ` (${why})` : ''}`)
  }
  if (reason === 'guardrail_intervened' || reason === 'content_filtered') {
    return refused('a guardrail or filter of Bedrock stopped the answer')
  }
  if (reason === 'max_tokens') {
    return truncated(
      `the answer was cut off at its limit of ${maxTokens} tokens`,
      `Allow more with --max-tokens ${maxTokens * 2}, or ask for less.`,
    )
  }
  if (reason === 'model_context_window_exceeded') {
    return truncated('the answer was cut off because the context window was full', 'Send less text, or ask for less.')
  }
  return undefined
}

function refused(message: string): CommandError {
  return new CommandError({
    code: 'refused',
    outcome: 'refused',
    message,
    remedy: 'Say what it is for, put it differently, or try another model with -m.',
  })
}

function truncated(message: string, remedy: string): CommandError {
  return new CommandError({ code: 'truncated', outcome: 'truncated', message, remedy })
}
