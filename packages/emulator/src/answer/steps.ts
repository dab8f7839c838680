/** One thing that is done to a connection. */
export type Step =
  /** The status and the headers go out. */
  | { readonly do: 'head' }
  /** Bytes of the body go out, apart from those before and after. */
  | { readonly do: 'write'; readonly bytes: Uint8Array }
  /** The connection is over: `cut` ends it in the middle, `reset` aborts it (over HTTP/2 only the stream). */
  | { readonly do: 'cut' }
  | { readonly do: 'reset' }

/**
 * An answer that goes out step by step, as no honest answer does. Where the steps end without a break, the answer ends
 * properly. The writer pulls; a client that leaves makes it call `return`.
 */
export type Steps = AsyncGenerator<Step, void, void>
