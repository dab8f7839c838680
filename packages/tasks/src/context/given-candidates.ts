import type { ContextDesk } from './context-desk.js'
import type { ContextRequest } from './context.js'
import { gitDiff, standardInput } from './documents.js'
import { refusalError } from './gate/project-gate.js'
import type { Candidate } from './pack/pack-documents.js'
import { expandPaths } from './sources/expand-paths.js'
import { failingFiles } from './sources/failing-files.js'
import { systemGit } from './sources/git.js'
import { parseDiff, readDiff } from './sources/read-diff.js'
import type { FileDiff } from './sources/read-diff.js'
import { trimOutput } from '../verify/trim-output.js'

/** So many files of a failing log are looked at; more are frames of the test runner. */
const mostFailing = 12

/**
 * What the user named.
 *
 * @throws TaskError `path` or `secret` for a file that was named itself and may not be sent
 */
export function namedCandidates(request: ContextRequest, desk: ContextDesk): void {
  for (const { path, named } of expandPaths(desk.gate, request.cwd ?? request.root, request.paths ?? [])) {
    const admission = desk.gate.read(path, named)
    if ('refused' in admission) {
      if (named) throw refusalError(admission.refused)
      desk.dropped.push(admission.refused)
      continue
    }
    const { gitIgnored } = admission.file
    if (gitIgnored !== undefined) desk.notes.push(`${path} is sent because it was named, though it is ${gitIgnored}.`)
    const why = named ? 'named' : 'in what was named'
    desk.add({ ...fileCandidate(desk, path, named), role: 'named', why: [why], required: named })
  }
}

/** What changed: the difference itself, and the files it is in. */
export async function diffCandidates(request: ContextRequest, desk: ContextDesk): Promise<void> {
  if (request.diff === undefined) return
  const { git = systemGit, signal } = request.ports
  const files = await readDiff(request.root, request.diff, { git, signal })
  const sendable: FileDiff[] = []
  for (const file of files) {
    const refused = [file.path, ...(file.before === undefined ? [] : [file.before])]
      .map((path) => desk.gate.refusalOf(path, addedText(file.text)))
      .find((refused) => refused !== undefined)
    if (refused === undefined) sendable.push(file)
    else desk.dropped.push(refused)
  }
  if (sendable.length === 0) {
    desk.notes.push(files.length === 0 ? 'Nothing changed.' : 'Nothing that changed may be sent.')
    return
  }
  const text = sendable.map((file) => file.text).join('')
  desk.add({
    path: gitDiff,
    role: 'diff',
    why: ['what changed'],
    required: true,
    read: () => desk.scrubber.scrub(gitDiff, text),
    shrink: (clean, fits) => firstOfDiff(clean, fits, desk),
  })
  for (const file of sendable.filter((file) => !file.deleted)) {
    const admission = desk.gate.read(file.path, false)
    if ('refused' in admission) desk.dropped.push(admission.refused)
    else {
      const candidate = fileCandidate(desk, file.path, false)
      desk.add({ ...candidate, role: 'changed', why: ['changed'], required: false, focus: file.lines })
    }
  }
}

/** As many files of a diff as fit, in git's order; the others are named. */
function firstOfDiff(text: string, fits: (text: string) => boolean, desk: ContextDesk): string | undefined {
  let kept = ''
  for (const { path, text: section } of parseDiff(text)) {
    if (fits(kept + section)) kept += section
    else desk.dropped.push({ path, reason: 'budget', detail: 'the tokens did not suffice for what changed in it' })
  }
  return kept === '' ? undefined : kept
}

/** What a file holds by the lines of a diff: enough to see whether it is a secret. */
function addedText(diff: string): string {
  return diff.replace(/^(?:diff |index |--- |\+\+\+ ).*$/gm, '').replace(/^[ +-]/gm, '')
}

/** What was piped in. */
export function inputCandidate({ piped, findFailingFiles }: ContextRequest, desk: ContextDesk): void {
  if (piped === undefined || piped.trim() === '') return
  desk.add({
    path: standardInput,
    role: 'input',
    why: ['piped in'],
    required: true,
    read: () => desk.scrubber.scrub(standardInput, piped),
    ...(findFailingFiles === true && { shrink: (clean, fits) => tellingOutput(clean, fits, desk) }),
  })
}

/** The lines of an output that tell of the failure, as many as fit. */
function tellingOutput(text: string, fits: (text: string) => boolean, desk: ContextDesk): string | undefined {
  for (let most = text.length; most >= 400; most = Math.floor(most * 0.7)) {
    const trimmed = trimOutput(text, most)
    if (!fits(trimmed)) continue
    desk.notes.push('What was piped in was cut to the lines that tell of the failure.')
    return trimmed
  }
  return undefined
}

/** The files that the output of a failed command names. */
export function failingCandidates(request: ContextRequest, desk: ContextDesk): void {
  if (request.findFailingFiles !== true || request.piped === undefined) return
  const places = failingFiles(request.piped, request.root, desk.listed)
  for (const { path, lines } of places.slice(0, mostFailing)) {
    const admission = desk.gate.read(path, false)
    if ('refused' in admission) {
      desk.dropped.push(admission.refused)
      continue
    }
    const why =
      lines.length === 0 ? 'named by the failure' : `named by the failure, line ${lines.slice(0, 3).join(', ')}`
    desk.add({ ...fileCandidate(desk, path, false), role: 'failing', why: [why], required: false, focus: lines })
  }
  if (places.length === 0) desk.notes.push('What was piped in names no file of the project.')
}

/** A candidate that reads its file through the gate when its turn comes. */
export function fileCandidate(desk: ContextDesk, path: string, named: boolean): Pick<Candidate, 'path' | 'read'> {
  return {
    path,
    read: () => {
      const admission = desk.gate.read(path, named)
      return 'refused' in admission ? undefined : desk.scrubber.scrub(path, admission.file.text)
    },
  }
}
