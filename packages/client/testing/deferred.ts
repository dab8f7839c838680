/** A promise that a test resolves when it likes. */
export function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let open = () => undefined as void
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return {
    promise,
    resolve: () => {
      open()
    },
  }
}
