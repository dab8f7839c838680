/** Why the gateway itself did not take a request; Bedrock's own refusals are errors of the client. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  /** Stable, for programs. */
  readonly code: string
  /** What to do about it. */
  readonly remedy: string
  readonly retryAfterMs: number | undefined

  constructor(status: number, code: string, text: { message: string; remedy: string; retryAfterMs?: number }) {
    super(text.message)
    this.status = status
    this.code = code
    this.remedy = text.remedy
    this.retryAfterMs = text.retryAfterMs
  }
}
