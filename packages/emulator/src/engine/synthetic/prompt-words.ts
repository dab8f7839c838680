// Words that say nothing of what a prompt is about.
const empty = new Set(
  (
    'about also and any are can code could does for from function generate give has have help how into just like make ' +
    'need not please should show some tell that the them then there these this tool use using want was what when ' +
    'where which who why will with would write you your'
  ).split(' '),
)

/** What a prompt is about: its telling words, in order, without repetition. */
export function tellingWords(prompt: string): readonly string[] {
  const words = prompt.match(/[A-Za-z]{3,24}/g) ?? []
  return [...new Set(words.map((word) => word.toLowerCase()).filter((word) => !empty.has(word)))]
}

/** The last name in a prompt, such as the city of a question for the weather. */
export function lastName(prompt: string): string | undefined {
  return (prompt.match(/(?<=[\w,:] )[A-Z][a-z]+(?: [A-Z][a-z]+)*/g) ?? []).at(-1)
}

/** What looks like the path of a file. */
export function pathIn(prompt: string): string | undefined {
  return /(?:^|[\s'"`(])((?:[\w.-]+\/)*[\w-]+\.[a-z]{1,5}|\/[\w./-]+)(?=$|[\s'"`),.:;?])/.exec(prompt)?.[1]
}

/** What stands between backticks. */
export function quotedCode(prompt: string): string | undefined {
  return /`([^`\n]+)`/.exec(prompt)?.[1]
}

export function firstLine(prompt: string, most: number): string {
  return (prompt.trim().split('\n')[0] ?? '').slice(0, most)
}
