// Whether a tag may be published: it, every package and the first heading of the changelog name one version, with a date.
// Usage: node scripts/check-release.js v1.2.3
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workspaces } from './packed.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What stands against a release under this tag, as sentences. */
export function objections(tag, changelog, manifests) {
  const version = tag.replace(/^v/, '')
  const [, first, date] = /^## (\S+) \(([^)]*)\)$/m.exec(changelog) ?? []
  const others = manifests.filter((manifest) => manifest.version !== version)
  return [
    ...(/^v\d+\.\d+\.\d+$/.test(tag) ? [] : [`${tag} is no tag of a version: v1.2.3`]),
    ...others.map((manifest) => `${manifest.name} is ${manifest.version}, the tag says ${version}`),
    ...(first === version ? [] : [`CHANGELOG.md begins with ${first}, the tag says ${version}`]),
    ...(/^\d{4}-\d\d-\d\d$/.test(date ?? '') ? [] : [`CHANGELOG.md gives ${first} no date, but “${date}”`]),
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8')
  const found = objections(
    process.argv[2] ?? '',
    changelog,
    workspaces().map((one) => one.manifest),
  )
  for (const objection of found) process.stderr.write(`${objection}\n`)
  process.exitCode = found.length === 0 ? 0 : 1
}
