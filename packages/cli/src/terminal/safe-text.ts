/**
 * Makes text from a model safe to show on a terminal: control characters other than newline and tab become visible
 * symbols (a carriage return goes), so that an answer cannot move the cursor, rename the window or write to the clipboard.
 */
export function safeForTerminal(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, (character) => {
    const code = character.charCodeAt(0)
    if (character === '\r') return ''
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}

/** One line out of any text: newlines and runs of white space become single spaces. */
export function oneLine(text: string): string {
  return safeForTerminal(text.replace(/\s+/g, ' ').trim())
}
