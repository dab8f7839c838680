import type { CommandContext } from '../commands/command.js'

/** What the client has to say of its settings, on standard error. */
export interface Notices {
  readonly say: (notice: string) => void
  /** Says what was held back, and holds back nothing more. */
  readonly release: () => void
}

/**
 * Notices that are said at once if anybody wants to hear them, or held back until it is known that the command line can be followed: who mistyped a
 * path wants to hear of that alone.
 */
export function createNotices(
  { output }: Pick<CommandContext, 'output'>,
  { heard, held }: { heard: boolean; held: boolean },
): Notices {
  const waiting: string[] = []
  let holds = held
  return {
    say(notice) {
      if (!heard) return
      if (holds) waiting.push(notice)
      else output.notice(notice)
    },
    release() {
      holds = false
      for (const notice of waiting.splice(0)) output.notice(notice)
    },
  }
}
