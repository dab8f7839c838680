import type { CommandSpec } from './command-spec.js'
import { answering, editing, reviewing, shown } from './option-groups.js'

const many = Number.POSITIVE_INFINITY

const editsSay = {
  timeout: 'how long the command of --verify may take before it is killed with its children; default 600',
} as const satisfies CommandSpec['says']

const reviewsSay = {
  report: 'write the report to a file as well; repeatable. Formats: sarif, github, junit, rdjson, markdown, json, text',
} as const satisfies CommandSpec['says']

/** The commands that change or judge code, and those that look after what they changed. */
export const taskCommands = {
  design: {
    aliases: [],
    operands: '<prompt> [files...]',
    maxOperands: many,
    summary: 'analyse and propose architecture',
    description:
      'Weighs architecture: what has to be true, the ways that really differ, what each costs, and one of them recommended. Asks Opus where nothing else is said. Files and standard input go into the prompt.',
    options: answering,
    examples: [
      { line: 'outcrop design "How should retries be split from routing?" src/client.ts', does: 'asks about code' },
      { line: 'outcrop design "Names for this queue" -t ideas', does: 'asks for many different ideas instead' },
    ],
    load: () => import('../commands/design.js'),
  },
  review: {
    aliases: [],
    operands: '[paths...]',
    maxOperands: many,
    summary: 'find what is wrong in code, or in what changed',
    description:
      'Looks for faults in files, folders, a diff or what is piped in; without any of them in what changed since the last commit. Each finding is found again in the code by what it quotes, and looked at a second time by a cheaper model. A refused or truncated answer is never "no findings". docs/tasks.md tells more.',
    options: reviewing,
    says: reviewsSay,
    examples: [
      { line: 'outcrop review --diff main...HEAD --fail-on high', does: 'fails a build on what a branch brings' },
      { line: 'outcrop review src/cache.ts', does: 'reviews a file' },
      { line: 'outcrop review --staged --report sarif=review.sarif', does: 'writes a report for code scanning too' },
    ],
    load: () => import('../commands/review.js'),
  },
  audit: {
    aliases: [],
    operands: '[paths...]',
    maxOperands: many,
    summary: 'find weaknesses that an attacker can use',
    description: 'As review, for security: with attacker, path and CWE number. Asks Opus where nothing else is said.',
    options: reviewing,
    says: reviewsSay,
    examples: [{ line: 'outcrop audit src/server --fail-on medium', does: 'audits a folder' }],
    load: () => import('../commands/audit.js'),
  },
  edit: {
    aliases: [],
    operands: '<instruction> <files...>',
    maxOperands: many,
    summary: 'change files as told',
    description:
      'Changes files as the instruction says. The changes are shown as a diff and kept as a run: outcrop apply writes it later without a second call, --apply at once, and outcrop undo takes it back. All files are written or none; never outside the project. With --verify only what passes the command is kept.',
    options: editing,
    says: editsSay,
    examples: [
      { line: 'outcrop edit "Use async file reads" src/load.ts', does: 'shows the change; asks on a terminal' },
      { line: 'outcrop edit "Drop Node 18" src test --apply --verify "npm test"', does: 'keeps it if the tests pass' },
    ],
    load: () => import('../commands/edit.js'),
  },
  refactor: {
    aliases: [],
    operands: '<instruction> <files...>',
    maxOperands: many,
    summary: 'change the shape of code and keep what it does',
    description: 'As edit, for changes that leave the behaviour as it is.',
    options: editing,
    says: editsSay,
    examples: [
      { line: 'outcrop refactor "Split parse from print" src/cli.ts --verify "npm test"', does: 'keeps what passes' },
    ],
    load: () => import('../commands/refactor.js'),
  },
  document: {
    aliases: [],
    operands: '[instruction] <files...>',
    maxOperands: many,
    summary: 'write the documentation that code lacks',
    description: 'As edit, for comments and documentation in the code. The instruction may be left out.',
    options: editing,
    says: editsSay,
    examples: [{ line: 'outcrop document src/cache.ts', does: 'adds what its callers have to know' }],
    load: () => import('../commands/document.js'),
  },
  fix: {
    aliases: [],
    operands: '[files...]',
    maxOperands: many,
    summary: 'mend what fails',
    description:
      'Mends a failure: the log that is piped in, or how the command of --verify fails. The files that the failure names are sent too. With --verify, edits are tried until the command passes and kept only then; the best attempt that did not is kept as a run, and the files stay as they were.',
    options: editing,
    says: editsSay,
    examples: [
      { line: 'npm test 2>&1 | outcrop fix --verify "npm test"', does: 'mends failing tests' },
      { line: 'outcrop fix src/parse.ts --verify "npx tsc --noEmit"', does: 'mends what does not compile' },
    ],
    load: () => import('../commands/fix.js'),
  },
  'write-tests': {
    aliases: ['test'],
    operands: '<files...>',
    maxOperands: many,
    summary: 'write tests that fail when the code is wrong',
    description:
      'Writes tests for files. With --verify a test is kept only if it passes three times and fails on a small fault that is put into the code and that the tests before it let pass.',
    options: editing,
    says: editsSay,
    examples: [{ line: 'outcrop write-tests src/median.js --verify "node --test"', does: 'keeps the tests that tell' }],
    load: () => import('../commands/write-tests.js'),
  },
  apply: {
    aliases: [],
    operands: '[run]',
    maxOperands: 1,
    summary: 'write the changes of a run that was shown',
    description:
      'Writes a kept run, the latest of this project where none is named, without asking the model again. Refuses, and writes nothing, when a file has changed since.',
    options: ['envFile', ...shown],
    examples: [{ line: 'outcrop apply', does: 'writes what was shown last' }],
    load: () => import('../commands/apply.js'),
  },
  undo: {
    aliases: [],
    operands: '[run]',
    maxOperands: 1,
    summary: 'take the changes of a run back',
    description:
      'Takes a run back that was written, the latest of this project where none is named: every file becomes what it was, byte for byte. Refuses when a file has changed since.',
    options: ['envFile', ...shown],
    examples: [{ line: 'outcrop undo', does: 'takes the last changes back' }],
    load: () => import('../commands/undo.js'),
  },
  log: {
    aliases: [],
    operands: '',
    maxOperands: 0,
    summary: 'what was asked in this project, what came of it, and what it cost',
    description:
      'Lists the runs of this project, the latest first. Of each the history keeps what was asked and answered, without secrets, a hash of all that was sent, model, template, outcome, tokens and cost; never what files held.',
    options: ['envFile', ...shown],
    examples: [{ line: 'outcrop log --json', does: 'gives it to a program' }],
    load: () => import('../commands/log.js'),
  },
} as const satisfies Record<string, CommandSpec>
