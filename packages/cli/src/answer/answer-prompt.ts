import { renderPrompt } from '@outcrop/tasks'
import type { ContextDocument, DroppedDocument, GatheredContext, Redaction } from '@outcrop/tasks'
import type { AskedPrompt } from '../prompt/asked-prompt.js'

/** A prompt as it is sent, what it is made of, and what is not in it. */
export interface AnswerPrompt {
  readonly text: string
  readonly instruction: string
  readonly documents: readonly ContextDocument[]
  readonly dropped: readonly DroppedDocument[]
  /** Secrets that were taken out of the instruction and the documents. */
  readonly redactions: readonly Redaction[]
  /** Sentences for the user. */
  readonly notes: readonly string[]
}

/** The prompt of what was asked about what was gathered. */
export function answerPrompt(asked: AskedPrompt, material: GatheredContext): AnswerPrompt {
  const { instruction } = asked
  const { documents, dropped, notes } = material
  return {
    text: renderPrompt(instruction, documents),
    instruction,
    documents,
    dropped,
    redactions: [...asked.redactions, ...material.redactions],
    notes,
  }
}
