/** A text that goes into the prompt beside the instruction: a file, or standard input. */
export interface PromptDocument {
  /** From the root, with forward slashes; `(standard input)` for what was piped in. */
  readonly path: string
  readonly text: string
}

/** The path of what was piped in. */
export const standardInput = '(standard input)'
/** The path of what `git diff` printed. */
export const gitDiff = '(git diff)'

/**
 * Puts the documents and the instruction into one prompt. Documents come first and the instruction last, which is how
 * models answer best about long texts, and which lets a prompt cache keep the documents while the instruction changes.
 *
 * Each document stands between tags that occur in none of them: where a text holds `</document`, every tag of the
 * prompt gets a suffix that no text holds. So no file can end its own document, or pass its contents off as the
 * instruction. The texts themselves stay as they are, byte for byte. Same input, same prompt.
 */
export function renderPrompt(instruction: string, documents: readonly PromptDocument[]): string {
  if (documents.length === 0) return instruction
  const tag = unusedTag([instruction, ...documents.map((document) => document.text)])
  const parts = documents.map((document, index) => renderDocument(document, index + 1, tag))
  return `${parts.join('\n')}\n${instruction}`
}

/** One document between its tags. */
export function renderDocument(document: PromptDocument, index: number, tag: string): string {
  const text = document.text.endsWith('\n') ? document.text : `${document.text}\n`
  return `<${tag} index="${index}" path="${escapeAttribute(document.path)}">\n${text}</${tag}>\n`
}

function unusedTag(texts: readonly string[]): string {
  for (let suffix = 0; ; suffix++) {
    const tag = suffix === 0 ? 'document' : `document-${suffix}`
    const pattern = new RegExp(`</?\\s*${tag}(?![\\w-])`, 'i')
    if (!texts.some((text) => pattern.test(text))) return tag
  }
}

function escapeAttribute(value: string): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' }
  return value.replace(/[&"<>\p{Cc}]/gu, (character) => {
    return escapes[character] ?? `&#${character.charCodeAt(0)};`
  })
}
