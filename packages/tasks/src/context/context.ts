import type { Git } from './sources/git.js'

/** What a task is to see of a project. */
export interface ContextRequest {
  /** The project's folder, absolute. Nothing outside it is read, whatever names it. */
  readonly root: string
  /** Where `paths` start from, absolute; the root by default. */
  readonly cwd?: string
  /** Files, globs and folders, as the user named them. */
  readonly paths?: readonly string[]
  /** Sends what changed, and the text of the files that changed: `{}` for the working tree against the last commit. */
  readonly diff?: DiffRequest
  /** What was piped in: text of any kind, or the output of a command that failed. */
  readonly piped?: string
  /** Whether the files that `piped` names (stack traces, compiler errors) are sent too. Default false. */
  readonly findFailingFiles?: boolean
  /** What the user asks; its words help to choose files. It is not part of the documents, nor of the budget. */
  readonly instruction: string
  /** What all documents together may take, by the upper bound of the estimate, with the tags around them. */
  readonly budgetTokens: number
  /** Whether what is left of the budget goes to other files of the project that the task may need. Default true. */
  readonly related?: boolean
  /** What happens to secrets inside a text: a mark takes their place (the default), or the whole request is refused. */
  readonly secrets?: 'redact' | 'refuse'
  readonly ports: ContextPorts
}

/** Which changes of a git repository are looked at. */
export interface DiffRequest {
  /** As git takes it: `main`, `main...HEAD`, `HEAD~3..HEAD`. Default: the last commit. */
  readonly range?: string
  /** Only what is staged for the next commit. Default false. */
  readonly staged?: boolean
}

/** What gathering needs from outside. */
export interface ContextPorts {
  /** The most tokens that a text can take with the model that is meant: `estimateTokens(…).upperBound` of the client. */
  readonly estimateTokens: (text: string) => number
  /** Runs git in the project; the program `git` by default. */
  readonly git?: Git
  readonly signal?: AbortSignal
}

/** How a document came in, the most deliberate first. */
export type ContextRole = 'named' | 'diff' | 'changed' | 'failing' | 'related' | 'input'

/** One text that is sent. */
export interface ContextDocument {
  /** From the root, with forward slashes; `(standard input)` and `(git diff)` for what is no file. */
  readonly path: string
  /** As it is sent: secrets redacted, and for an excerpt with marks where lines are left out. */
  readonly text: string
  readonly role: ContextRole
  /** The most it can take, with its tags. */
  readonly tokens: number
  /** Why it is here, in words, the strongest reason first. */
  readonly why: readonly string[]
  /** The lines of the file that are shown, from 1, both ends included; absent when it is whole. */
  readonly excerpt?: readonly LineSpan[]
}

/** Lines of a file, counted from 1, both ends included. */
export interface LineSpan {
  readonly first: number
  readonly last: number
}

/**
 * Why something is not sent. `outside`: it leaves the project. `ignored`: an ignore file excludes it. `secret`: the file
 * is a secret itself. `binary`, `large`, `unreadable`: no text that can be sent. `budget`: the tokens did not suffice.
 */
export type DropReason = 'outside' | 'ignored' | 'secret' | 'binary' | 'large' | 'unreadable' | 'budget'

/** A file that is not sent, and why. */
export interface DroppedDocument {
  readonly path: string
  readonly reason: DropReason
  /** What exactly stood in the way, in words. */
  readonly detail: string
  /** What it would have taken, where that was counted. */
  readonly tokens?: number
}

/** A secret that was taken out of a text. Never the secret itself. */
export interface Redaction {
  readonly path: string
  /** From 1, in the file. */
  readonly line: number
  /** What it is: `AWS secret access key`. */
  readonly secret: string
}

/** What is sent, and what is not. */
export interface GatheredContext {
  /** In the order in which they are sent: what stays the same from call to call first. */
  readonly documents: readonly ContextDocument[]
  readonly dropped: readonly DroppedDocument[]
  readonly redactions: readonly Redaction[]
  /** Sentences for the user: what was left out on purpose, what could not be used. */
  readonly notes: readonly string[]
  /** The most that the documents take together, with their tags; never more than the budget. */
  readonly tokens: number
}
