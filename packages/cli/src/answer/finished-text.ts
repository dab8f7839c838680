import type { CliOptions } from '../options/option-table.js'
import { plural } from '../terminal/quantities.js'
import { findCodeBlocks, mainCodeBlock } from './code-blocks.js'

/** The text that a command hands over, and what is worth saying about it. */
export interface FinishedText {
  readonly text: string
  readonly notes: readonly string[]
}

/** Makes of a whole answer what was asked for: with `--extract` the code, else the answer. Ends in a newline. */
export function finishText(answer: string, options: Pick<CliOptions, 'extract' | 'output'>): FinishedText {
  const blocks = findCodeBlocks(answer)
  if (options.extract !== true) {
    const isProse = /\.(md|markdown|mdx|txt)$/i.test(options.output ?? '.md')
    const notes =
      isProse || blocks.length === 0
        ? []
        : [`${options.output} holds the whole answer; with -x it would hold the code alone`]
    return { text: withNewline(answer), notes }
  }
  const block = mainCodeBlock(blocks)
  if (block === undefined) {
    return { text: withNewline(answer), notes: ['the answer has no fenced code block, so this is the whole answer'] }
  }
  const what = block.language === '' ? '' : ` (${block.language})`
  const others = blocks.length > 1 ? [`of ${plural(blocks.length, 'code block')} this is the longest${what}`] : []
  return { text: withNewline(block.code), notes: others }
}

function withNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
