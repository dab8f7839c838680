import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'

interface Manifest {
  readonly [field: string]: unknown
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}
interface Workspace {
  readonly folder: string
  readonly manifest: Manifest
}
interface Pack {
  readonly name: string
  readonly files: readonly { readonly path: string }[]
}
interface Packed {
  workspaces(): Workspace[]
  packAll(): Pack[]
  problemsOf(pack: Pack, workspace: Workspace): string[]
}

const root = fileURLToPath(new URL('..', import.meta.url))
const packed = (await import(join(root, 'scripts', 'packed.js'))) as Packed
const workspaces = packed.workspaces()
const whole = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest

describe('what npm would publish', () => {
  let packs: Pack[] = []
  beforeAll(() => {
    packs = packed.packAll()
  }, 600_000)

  test.each(workspaces.map((one) => [one.manifest.name, one] as const))(
    '%s: what users need and nothing else',
    (name, one) => {
      const pack = packs.find((candidate) => candidate.name === name)
      expect(pack, `npm pack left ${name} out`).toBeDefined()
      expect(packed.problemsOf(pack!, one)).toEqual([])
    },
  )
})

describe('what each package says of itself', () => {
  test.each(workspaces.map((one) => [one.manifest.name, one.manifest] as const))('%s', (_, manifest) => {
    expect(manifest['license']).toBe('Apache-2.0')
    expect(manifest['engines']).toEqual(whole['engines'])
    expect(manifest['publishConfig']).toEqual({ access: 'public' })
    expect(manifest['description']).toMatch(/.{20}/)
    expect(manifest['keywords']).not.toEqual([])
    // The command's modules run when they are imported; no library's do.
    expect(manifest['sideEffects']).toBe(manifest.name === 'outcrop' ? undefined : false)
  })
})

describe('one version for all', () => {
  const versions = [...readFileSync(join(root, 'CHANGELOG.md'), 'utf8').matchAll(/^## (\S+) \(([^)]+)\)$/gm)].map(
    (match) => ({ version: match[1]!, date: match[2]! }),
  )

  test('the packages, and what they need of each other', () => {
    for (const { manifest } of workspaces) {
      expect(manifest.version, manifest.name).toBe(whole.version)
      const ours = Object.entries(manifest.dependencies ?? {}).filter(([name]) => name.startsWith('@outcrop/'))
      for (const [name, range] of ours) expect(range, `${name} of ${manifest.name}`).toBe(whole.version)
    }
  })

  test('the changelog begins with it, and every older version has its date', () => {
    expect(versions[0]?.version).toBe(whole.version)
    for (const [place, { version, date }] of versions.entries()) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/)
      expect(date).toMatch(place === 0 ? /^(unreleased|\d{4}-\d\d-\d\d)$/ : /^\d{4}-\d\d-\d\d$/)
    }
    expect(new Set(versions.map((one) => one.version)).size).toBe(versions.length)
  })
})
