// Writes sbom.cdx.json: what users of the packages install, as CycloneDX, by npm's own list.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'
const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'library', '--omit', 'dev', '--package-lock-only']
const run = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
  cwd: root,
  encoding: 'utf8',
  shell: windows,
  maxBuffer: 64 * 1024 * 1024,
})
if (run.status !== 0) throw new Error(`npm sbom failed: ${run.stderr}`)
writeFileSync(join(root, 'sbom.cdx.json'), run.stdout)
process.stdout.write(`sbom.cdx.json: ${JSON.parse(run.stdout).components.length} components\n`)
