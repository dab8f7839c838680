// The hook and the workflow, each on a repository of its own, with the built command and a local Bedrock.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Emulator } from '@outcrop/emulator'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ended, exampleEnvironment, localBedrock, root, temporaryFolder } from './run-example.js'

const slow = { timeout: 240_000 }
const finding = {
  path: 'total.js',
  quote: '  return a - b',
  line: 2,
  explanation: 'It subtracts, so that a total is too low.',
  title: 'The total is a difference',
  rule: 'wrong-operator',
  severity: 'high',
}
const reviewing = (findings: readonly object[]) => ({
  engine: {
    kind: 'scenario' as const,
    scenarios: [
      { match: { system: 'You review code' }, reply: { text: JSON.stringify({ findings }) } },
      { reply: { text: '{"verdicts":[{"number":1,"reason":"it subtracts","real":true}]}' } },
    ],
  },
})

/** A repository with one commit and a change that nobody has committed; the commands `outcrop` and `npx` are ours. */
function repository(env: Readonly<Record<string, string>>) {
  const folder = temporaryFolder()
  const bin = join(folder, 'bin')
  const project = join(folder, 'project')
  for (const path of [bin, project]) mkdirSync(path)
  const command = `"${process.execPath}" "${join(root, 'packages/cli/bin/outcrop.js')}"`
  // npx --yes outcrop@VERSION arguments
  const programs = { outcrop: `exec ${command} "$@"`, npx: `shift 2; exec ${command} "$@"` }
  for (const [name, line] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const environment = {
    ...exampleEnvironment(env),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ann',
    GIT_AUTHOR_EMAIL: 'ann@example.com',
    GIT_COMMITTER_NAME: 'Ann',
    GIT_COMMITTER_EMAIL: 'ann@example.com',
  }
  const withPath = { ...environment, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` }
  const git = (...args: string[]) => spawnSync('git', args, { cwd: project, encoding: 'utf8', env: withPath })
  const file = join(project, 'total.js')
  git('init', '--quiet', '--initial-branch=main')
  writeFileSync(file, 'export function total(a, b) {\n  return a + b\n}\n')
  git('add', '.')
  git('commit', '--quiet', '-m', 'one')
  writeFileSync(file, 'export function total(a, b) {\n  return a - b\n}\n')
  return { project, git, env: withPath }
}

describe('examples/pre-commit', () => {
  /** Commits the change with the hook in place. */
  async function commit(bedrock: Emulator | undefined) {
    const { project, git, env } = repository(bedrock?.env ?? {})
    const hook = join(project, '.git', 'hooks', 'pre-commit')
    mkdirSync(join(project, '.git', 'hooks'), { recursive: true })
    copyFileSync(join(root, 'examples', 'pre-commit', 'pre-commit'), hook)
    chmodSync(hook, 0o755)
    git('add', '.')
    const run = await ended(spawn('git', ['commit', '--quiet', '-m', 'two'], { cwd: project, env }))
    return { ...run, commits: git('log', '--oneline').stdout.trim().split('\n').length }
  }

  test('stops a commit for what is severe, and says what', slow, async () => {
    const { status, output, commits } = await commit(await localBedrock(reviewing([finding])))
    expect({ status, commits }, output).toEqual({ status: 1, commits: 1 })
    expect(output).toContain('The total is a difference')
    expect(output).toContain('--no-verify')
  })

  test('lets a commit pass in which nothing severe is found', slow, async () => {
    const { status, output, commits } = await commit(await localBedrock(reviewing([{ ...finding, severity: 'low' }])))
    expect({ status, commits }, output).toEqual({ status: 0, commits: 2 })
  })

  test('lets a commit pass that could not be reviewed, with a word', slow, async () => {
    const { status, output, commits } = await commit(undefined)
    expect({ status, commits }, output).toEqual({ status: 0, commits: 2 })
    expect(output).toContain('pre-commit: not reviewed (exit 3)')
  })
})

interface Workflow {
  readonly on: object
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: { readonly review: { readonly if: string; readonly steps: readonly Step[] } }
}

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly if?: string
  readonly with?: Readonly<Record<string, unknown>>
}

describe('examples/github-actions', () => {
  const workflow = parse(
    readFileSync(join(root, 'examples', 'github-actions', 'outcrop-review.yml'), 'utf8'),
  ) as Workflow
  const { steps } = workflow.jobs.review
  const uses = (action: string) => steps.find((step) => step.uses?.startsWith(`${action}@`))

  test('takes a role by OpenID Connect and keeps no key', () => {
    expect(workflow.permissions).toEqual({ contents: 'read', 'id-token': 'write', 'security-events': 'write' })
    expect(workflow.on).toEqual({ pull_request: null })
    expect(workflow.jobs.review.if).toContain('head.repo.full_name == github.repository')
    expect(uses('aws-actions/configure-aws-credentials')?.with).toHaveProperty('role-to-assume')
    expect(JSON.stringify(workflow)).not.toMatch(/secrets\.|access-key/i)
    expect(uses('actions/checkout')?.with).toEqual({ 'fetch-depth': 0 })
  })

  test('uploads the report that the review wrote, also when the review fails the job', slow, async () => {
    const review = steps.find(({ run }) => run !== undefined)!
    const upload = uses('github/codeql-action/upload-sarif')!
    expect(upload.if).toContain('always()')
    const bedrock = await localBedrock(reviewing([finding]))
    const { project, git, env } = repository(bedrock.env)
    const base = git('rev-parse', 'HEAD').stdout.trim()
    git('commit', '--quiet', '-am', 'two')
    const run = await ended(
      spawn('sh', ['-e', '-c', review.run!], {
        cwd: project,
        env: { ...env, BASE: base },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
    expect(run.status, run.output).toBe(1)
    const report = join(project, String(upload.with?.['sarif_file']))
    expect(existsSync(report), run.output).toBe(true)
    const sarif = JSON.parse(readFileSync(report, 'utf8')) as {
      version: string
      runs: { results: { ruleId: string }[] }[]
    }
    expect(sarif.version).toBe('2.1.0')
    expect(sarif.runs[0]!.results.map(({ ruleId }) => ruleId)).toEqual(['wrong-operator'])
  })
})
