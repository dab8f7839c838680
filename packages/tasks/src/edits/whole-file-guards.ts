import { isElision } from './elision.js'

/** What is suspicious about the new text of a file. */
export interface GuardFinding {
  readonly code: 'truncated' | 'elided' | 'vanished' | 'broken_syntax'
  /** What was seen, in words that a model can act on. */
  readonly reason: string
}

/** What the guards are told. */
export interface GuardedChange {
  readonly path: string
  readonly before: string
  readonly after: string
  /** Why the model stopped; `max_tokens` means that the file may lack its end. */
  readonly stopReason?: string | undefined
  /** Whether the user asked for code to be taken out: then much of it may vanish. */
  readonly deletionWanted?: boolean | undefined
}

/** More of the lines than this do not vanish unasked. */
const mostVanished = 0.4
/** Files with fewer lines are rewritten as a matter of course. */
const fewestLines = 10

/** What speaks against taking this text for the whole new file. Nothing found says only that nothing was found. */
export function guardWholeFile(change: GuardedChange): GuardFinding[] {
  const findings: GuardFinding[] = []
  if (change.stopReason === 'max_tokens')
    findings.push({ code: 'truncated', reason: `The answer ended before ${change.path} was whole.` })
  const elided = newElision(change.before, change.after)
  if (elided !== undefined)
    findings.push({
      code: 'elided',
      reason: `${change.path} has "${elided}" in the place of code. Write the file whole.`,
    })
  const lost = lostShare(change.before, change.after)
  if (change.deletionWanted !== true && lost > mostVanished)
    findings.push({
      code: 'vanished',
      reason: `${Math.round(lost * 100)} % of the lines of ${change.path} are gone. Write the file whole, or use edits.`,
    })
  const broken = newlyBroken(change)
  if (broken !== undefined) findings.push({ code: 'broken_syntax', reason: `${change.path}: ${broken}` })
  return findings
}

function newElision(before: string, after: string): string | undefined {
  const known = new Set(before.split('\n').map((line) => line.trim()))
  return after
    .split('\n')
    .find((line) => isElision(line) && line.trim() !== '...' && !known.has(line.trim()))
    ?.trim()
}

/** By how much of its lines a file became shorter, blank lines aside. */
function lostShare(before: string, after: string): number {
  const lines = solidLines(before)
  return lines < fewestLines ? 0 : Math.max(0, (lines - solidLines(after)) / lines)
}

const solidLines = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length

/** JSON is parsed; brackets are counted where a language has them. Only what was whole before can be broken now. */
function newlyBroken({ path, before, after }: GuardedChange): string | undefined {
  if (path.endsWith('.json'))
    return isJson(before) && !isJson(after) ? 'it was valid JSON and is not any more.' : undefined
  if (!/\.(?:[cm]?[jt]sx?|go|rs|java|kt|c|h|cc|cpp|hpp|cs|php|swift|scala|css|scss|py)$/.test(path)) return undefined
  const [old, fresh] = [imbalance(before, path), imbalance(after, path)]
  return old === undefined && fresh !== undefined ? `${fresh} has no counterpart any more.` : undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''))
    return true
  } catch {
    return false
  }
}

const skipped = {
  python: /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g,
  others: /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g,
}
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** The first bracket without a counterpart, comments and strings aside. */
function imbalance(text: string, path: string): string | undefined {
  const bare = text.replace(path.endsWith('.py') ? skipped.python : skipped.others, '')
  const open: string[] = []
  for (const [sign] of bare.matchAll(/[()[\]{}]/g)) {
    if (pairs[sign] === undefined) open.push(sign)
    else if (open.pop() !== pairs[sign]) return `"${sign}"`
  }
  const left = open.at(-1)
  return left === undefined ? undefined : `"${left}"`
}
