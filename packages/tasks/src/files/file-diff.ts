import { createTwoFilesPatch } from 'diff'
import type { ChangeRun, FileState } from './run.js'
import { decodeText } from './text-file.js'

/** The change of one file as a unified diff; undefined stands for a file that is not there. Empty if nothing changes. */
export function fileDiff(path: string, before: string | undefined, after: string | undefined): string {
  if (before === after) return ''
  const names = [before === undefined ? '/dev/null' : `a/${path}`, after === undefined ? '/dev/null' : `b/${path}`]
  const patch = createTwoFilesPatch(names[0]!, names[1]!, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
  })
  return patch.replace(/^=+\n/, '')
}

/** All changes of a kept run as one unified diff. */
export function diffOfRun({ files }: ChangeRun): string {
  return files.map(({ path, before, after }) => fileDiff(path, textOf(before), textOf(after))).join('')
}

const textOf = (state: FileState | undefined): string | undefined =>
  state === undefined ? undefined : decodeText(Buffer.from(state.content, 'base64'))?.text
