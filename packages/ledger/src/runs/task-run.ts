/** One turn of a conversation, as text without its documents. */
export interface RecordedTurn {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/**
 * One task, as it is kept in the history. Whoever records it takes secrets out first; file contents are not part of it.
 */
export interface TaskRun {
  /** Also the name of its kept changes, where it has some. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** `edit`, `review`, … */
  readonly command: string
  /** The project's folder, absolute. */
  readonly project: string
  readonly template?: string
  /** Changes with every change of what the template sends. */
  readonly templateVersion?: string
  /** SHA-256 of all that was sent, in hex: the same for the same question about the same files. */
  readonly promptHash: string
  /** What was asked, and answered. */
  readonly conversation: readonly RecordedTurn[]
  /** The files that were named, from the project's folder. What they held is not kept. */
  readonly documents: readonly string[]
  readonly model?: string
  /** In the words of `--json`. */
  readonly outcome: string
  /** The files that its kept changes are about; empty where it has none. */
  readonly changedFiles: readonly string[]
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadInputTokens: number
  readonly cacheWriteInputTokens: number
  /** Billionths of a US dollar; absent where the price is not known. */
  readonly nanoUsd?: number
  readonly durationMs: number
  readonly emulated: boolean
}
