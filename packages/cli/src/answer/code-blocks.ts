/** A fenced code block of a Markdown answer. */
export interface CodeBlock {
  /** First word of the info string, lower case; '' where the fence names no language. */
  readonly language: string
  /** What stands between the fences, with the fence's own indentation taken off; no final newline. */
  readonly code: string
}

interface Fence {
  readonly mark: '`' | '~'
  readonly length: number
  readonly indent: number
  readonly language: string
}

/** Languages whose own text holds fences, which models rarely lengthen the outer fence for. */
const markdownLanguages = new Set(['markdown', 'md', 'mdx'])

/**
 * Finds the fenced code blocks of an answer, in order. Fences follow CommonMark (a closing fence is at least as long as
 * the opening one and carries no info string), with two allowances for how models write: a fence may be indented to
 * any depth, and inside a block of Markdown a fence with an info string opens a nested block, which the next bare fence
 * closes. A fence that is never closed ends with the text.
 */
export function findCodeBlocks(answer: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = []
  const open: Fence[] = []
  let lines: string[] = []
  for (const line of answer.split(/\r?\n/)) {
    const outer = open[0]
    if (outer === undefined) {
      const fence = openingFence(line)
      if (fence !== undefined) open.push(fence)
      continue
    }
    if (closes(line, open.at(-1) ?? outer)) {
      open.pop()
      if (open.length === 0) {
        blocks.push({ language: outer.language, code: lines.join('\n') })
        lines = []
        continue
      }
    } else if (markdownLanguages.has(outer.language)) {
      const nested = openingFence(line)
      if (nested !== undefined && nested.language !== '') open.push(nested)
    }
    lines.push(withoutIndent(line, outer.indent))
  }
  if (open[0] !== undefined) blocks.push({ language: open[0].language, code: lines.join('\n').replace(/\n+$/, '') })
  return blocks
}

/** What `--extract` prints: the longest block, because usage examples and shell lines are shorter than the code itself; the first of equals. */
export function mainCodeBlock(blocks: readonly CodeBlock[]): CodeBlock | undefined {
  return blocks.reduce<CodeBlock | undefined>(
    (longest, block) => (longest === undefined || block.code.length > longest.code.length ? block : longest),
    undefined,
  )
}

function openingFence(line: string): Fence | undefined {
  const match = /^([ \t]*)(`{3,}|~{3,})(.*)$/.exec(line)
  if (match === null) return undefined
  const [, indent = '', marks = '', info = ''] = match
  const mark = marks.startsWith('`') ? '`' : '~'
  // "```ts```" on one line is a code span, not a fence.
  if (mark === '`' && info.includes('`')) return undefined
  const language = info.trim().split(/\s/)[0]?.toLowerCase() ?? ''
  return { mark, length: marks.length, indent: indent.length, language }
}

function closes(line: string, fence: Fence): boolean {
  const match = /^([ \t]*)(`{3,}|~{3,})[ \t]*$/.exec(line)
  if (match === null) return false
  const [, indent = '', marks = ''] = match
  // Deeper than three columns it is part of the code, such as a template literal that holds Markdown.
  return marks.startsWith(fence.mark) && marks.length >= fence.length && indent.length <= fence.indent + 3
}

function withoutIndent(line: string, columns: number): string {
  let index = 0
  while (index < columns && (line[index] === ' ' || line[index] === '\t')) index++
  return line.slice(index)
}
