import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

interface Workflow {
  readonly permissions: Record<string, string>
  readonly jobs: Record<string, { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }>
}

const folder = '.github/workflows'
const workflows = readdirSync(join(root, folder)).map((name) => [name, read(`${folder}/${name}`)] as const)

describe.each(workflows)('the workflow %s', (_, text) => {
  const workflow = parse(text) as Workflow
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)
  const commands = steps.flatMap((step) => (step.run === undefined ? [] : [step.run]))

  test('runs scripts that exist', () => {
    const named = commands
      .flatMap((line) => [...line.matchAll(/npm (?:run )?([\w:-]+)/g)])
      .map((match) => match[1]!)
      .filter((name) => !['ci', 'install', 'pkg', 'publish'].includes(name))
    for (const name of named) expect(scripts).toHaveProperty([name])
    const files = commands.flatMap((line) => [...line.matchAll(/(?:node|bash) ([\w./-]+)/g)])
    expect(named.length + files.length).toBeGreaterThan(1)
    for (const [, path] of files) expect(existsSync(join(root, path!)), path).toBe(true)
  })

  test('may read, and names each action by its commit', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    for (const { uses } of steps.filter((step) => step.uses !== undefined))
      expect(uses).toMatch(/^[\w/-]+@[0-9a-f]{40}$/)
  })
})

interface Release {
  readonly objections: (tag: string, changelog: string, manifests: { name: string; version: string }[]) => string[]
}

describe('a release', async () => {
  const { objections } = (await import(join(root, 'scripts', 'check-release.js'))) as Release
  const packages = [
    { name: 'a', version: '1.2.3' },
    { name: 'b', version: '1.2.3' },
  ]

  test('goes out under the tag that the packages and the changelog name', () => {
    expect(objections('v1.2.3', '# Changelog\n\n## 1.2.3 (2026-12-01)\n\n## 1.2.2 (2026-11-01)\n', packages)).toEqual(
      [],
    )
  })

  test.each([
    ['another tag', 'v1.2.4', '## 1.2.3 (2026-12-01)', 3],
    ['a changelog that has not come along', 'v1.2.3', '## 1.2.2 (2026-12-01)', 1],
    ['a version without a date', 'v1.2.3', '## 1.2.3 (unreleased)', 1],
    ['a tag that is no version', 'v1.2', '## 1.2.3 (2026-12-01)', 4],
  ])('is refused for %s', (_, tag, changelog, count) => {
    expect(objections(tag, changelog, packages)).toHaveLength(count)
  })
})
