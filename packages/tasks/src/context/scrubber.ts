import { TaskError } from '../errors.js'
import type { Redaction } from './context.js'
import { redactText } from './secrets/redact.js'
import type { RedactedText } from './secrets/redact.js'

/** Takes the secrets out of every text before anything else sees it, and remembers where they were. */
export class Scrubber {
  readonly #refuse: boolean
  readonly #redactions = new Map<string, readonly Redaction[]>()

  constructor(secrets: 'redact' | 'refuse') {
    this.#refuse = secrets === 'refuse'
  }

  /** @throws TaskError `secret` when secrets are refused and there is one */
  scrub(path: string, text: string): RedactedText {
    const clean = redactText(path, text)
    const [first] = clean.redactions
    if (first !== undefined && this.#refuse) {
      throw new TaskError(
        'secret',
        `${path}:${first.line} holds a secret: ${first.secret}`,
        'Take it out of the file, or let secrets be redacted.',
      )
    }
    this.#redactions.set(path, clean.redactions)
    return clean
  }

  /** What was taken out of the texts that are sent. */
  redactions(sent: ReadonlySet<string>): readonly Redaction[] {
    return [...this.#redactions].filter(([path]) => sent.has(path)).flatMap(([, redactions]) => redactions)
  }
}
