/** Collects what is worth knowing, each once. */
export interface Notices {
  readonly all: readonly string[]
  add(notice: string): void
}

export function createNotices(onNotice: ((notice: string) => void) | undefined): Notices {
  const all: string[] = []
  return {
    all,
    add(notice) {
      if (all.includes(notice)) return
      all.push(notice)
      onNotice?.(notice)
    },
  }
}
