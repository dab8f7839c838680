import type { ContentBlock, StopDetails, StopReason, Usage } from '@outcrop/wire/anthropic'

/** What an engine answers. Ids of messages and counts of input are not its business; ids of tool calls it leaves empty. */
export interface Reply {
  readonly content: readonly ContentBlock[]
  readonly stopReason: StopReason
  /** The stop sequence that ended the answer. */
  readonly stopSequence: string | null
  readonly stopDetails?: StopDetails
  readonly outputTokens: number
  /** Part of `outputTokens`. */
  readonly thinkingTokens: number
  /** Counts that a scenario dictates. */
  readonly usage?: Partial<Usage>
  /** For the journal: which scripted answer it was. */
  readonly scenario?: string
}

/** A piece of an answer that is still being made. A call's input follows it; whatever else comes begins a new block. */
export type ReplyPiece =
  | { readonly kind: 'text' | 'thinking'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'input'; readonly json: string }

/** The pieces of an answer, and at their end the whole of it. */
export type LivePieces = AsyncGenerator<ReplyPiece, Reply, void>
