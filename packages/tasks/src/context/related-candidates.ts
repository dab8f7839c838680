import type { ContextDesk } from './context-desk.js'
import type { ContextRequest } from './context.js'
import { fileCandidate } from './given-candidates.js'
import { readHistory } from './rank/history.js'
import { indexProject } from './rank/project-index.js'
import type { ProjectIndex } from './rank/project-index.js'
import { rankFiles } from './rank/rank-files.js'
import { systemGit } from './sources/git.js'

/** What scores less has hardly anything to do with the task. */
const leastScore = 0.25
/** More files than any budget holds. */
const mostCandidates = 300

/**
 * The other files of the project that may matter, the likeliest first.
 *
 * @returns the names whose lines are worth showing of a big file
 */
export async function relatedCandidates(request: ContextRequest, desk: ContextDesk): Promise<ReadonlySet<string>> {
  const { root, instruction, ports } = request
  const index = indexProject(desk.gate, desk.listed, ports.signal)
  const history = await readHistory(root, ports.git ?? systemGit, ports.signal)
  const seeds = desk.candidates.map(({ path }) => path)
  const ranked = rankFiles({ index, history, seeds, instruction })
  for (const { file, score, why } of ranked.slice(0, mostCandidates)) {
    if (score < leastScore) break
    desk.add({ ...fileCandidate(desk, file.path, false), role: 'related', why, required: false })
  }
  return telling(index, seeds, instruction)
}

/** Names that few files have and that the seeds define, or the instruction says. */
function telling(index: ProjectIndex, seeds: readonly string[], instruction: string): ReadonlySet<string> {
  const rare = (number: number) => index.occurrences(number) <= Math.max(8, index.files.length / 10)
  const defined = index.files.filter(({ path }) => seeds.includes(path)).flatMap((file) => [...file.defines])
  const said = [...instruction.slice(0, 4000).matchAll(/[A-Za-z_$][\w$]{2,}/g)].map(([word]) => word)
  return new Set([...defined.filter(rare).map((number) => index.wordOf(number)), ...said])
}
