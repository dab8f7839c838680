/** The long spelling of an option by its flags: of `-m, --model <name>` it is `--model`. */
export function longFlag(flags: string): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags
}
