// What the snippets of docs/ need to run by themselves, and the few that are not run, each with its reason. A note
// whose snippet is no more fails a test.

interface SnippetNote {
  /** The page in docs/. */
  readonly page: string
  /** A piece of the snippet that no other of the page has. */
  readonly has: string
  /** Stands before the snippet: what the page has said already, or leaves to the reader. */
  readonly prelude?: string
  /** Why it is only compiled (programs), or not run at all (commands). */
  readonly notRun?: string
}

const client = `import { createClient } from '@outcrop/client'
const client = createClient()
`

export const snippetNotes: readonly SnippetNote[] = [
  { page: 'errors.md', has: 'error.remedy', prelude: `${client}const prompt = 'Write a median function'` },
  { page: 'tokens.md', has: 'upperBound', prelude: `${client}const text = 'let a = 1'` },
  { page: 'reliability.md', has: 'initialDelay', prelude: `import { createClient } from '@outcrop/client'` },
  {
    page: 'prompt-caching.md',
    has: 'hitRate',
    prelude: `import { createClient } from '@outcrop/client'
const system = 'Answer in one word.'
const messages = [{ role: 'user' as const, content: 'Why?' }]`,
  },
  {
    page: 'edits.md',
    has: 'applyEdit',
    prelude: `const [source, reply, old, fresh, nearLine] = ['let a = 1\\n', 'No edit.', 'let a = 1', 'let a = 2', 1]`,
  },
  {
    page: 'gateway.md',
    has: 'requireUser',
    prelude: `import type { Express, RequestHandler } from 'express'
import type { FastifyInstance } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
declare const app: Express & FastifyInstance
declare const requireUser: RequestHandler
declare const request: IncomingMessage
declare const response: ServerResponse
declare const yourOwn: (request: IncomingMessage, response: ServerResponse) => void`,
    notRun:
      'three lines of three servers; examples/gateway has each of them whole, and test/examples.test.ts runs them',
  },
  {
    page: 'emulator.md',
    has: 'assertAllUsed',
    notRun: 'what is to be tested is the reader’s; test/examples.test.ts runs two whole test suites of this kind',
  },
  {
    page: 'doctor.md',
    has: 'lacks the inference profile',
    notRun: 'an account whose policy lacks something; test/doctor stages it, and dozens of other set-ups',
  },
  {
    page: 'emulator.md',
    has: 'outcrop emulate\nLocal',
    notRun: 'serves until it is ended; test/cli/emulate.test.ts runs it',
  },
  {
    page: 'emulator.md',
    has: '"record"',
    notRun: 'records from AWS itself; the emulator’s own tests record from another emulator',
  },
  {
    page: 'emulator.md',
    has: '"upstream"',
    notRun: 'needs a local model; the emulator’s own tests have a server in its place',
  },
  {
    page: 'tasks.md',
    has: '$ outcrop edit "add numbers"',
    notRun: 'the change is a model’s; test/cli/task-outcomes.test.ts has some scripted',
  },
  {
    page: 'tasks.md',
    has: '| outcrop fix',
    notRun: 'the mend is a model’s; test/cli/task-fix.test.ts has one scripted',
  },
  {
    page: 'tasks.md',
    has: '$ outcrop log',
    notRun: 'the history of runs that have been; test/cli/task-fix.test.ts makes some',
  },
  {
    page: 'gateway.md',
    has: 'OUTCROP_GATEWAY_KEY=',
    notRun: 'serves until it is ended; test/cli/serve.test.ts runs it',
  },
  {
    page: 'guide.md',
    has: 'test:guide -- streaming',
    notRun: 'needs the guide, which is not in the repository; test/guide has its manifest checked without it',
  },
  {
    page: 'guide.md',
    has: 'test:bedrock:integration',
    notRun: 'a script of the repository, three times against an account; test/guide/bedrock-tests.test.ts runs it',
  },
  {
    page: 'exec.md',
    has: 'node app.js',
    notRun: 'the program is the reader’s; test/cli/exec.test.ts runs one and checks the receipt',
  },
]
