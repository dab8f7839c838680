/**
 * Texts as the body of an answer. Whoever stops reading ends the call behind them, and an abort ends the body with the
 * reason of the signal, as `fetch` does it.
 */
export function textBody(
  texts: AsyncGenerator<string, undefined, undefined>,
  { signal, leave }: { readonly signal: AbortSignal | undefined; readonly leave: () => void },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await texts.next()
      if (signal?.aborted === true) return controller.error(signal.reason)
      if (done === true) return controller.close()
      controller.enqueue(encoder.encode(value))
    },
    // Not by way of the generator, which would first wait for what it is waiting for.
    cancel: leave,
  })
}
