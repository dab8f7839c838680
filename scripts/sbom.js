// Writes sbom.cdx.json: what users of the packages install, as CycloneDX, by npm's own list.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runNpm } from './run-npm.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'library', '--omit', 'dev', '--package-lock-only']
const run = runNpm(args, { cwd: root })
if (run.status !== 0) throw new Error(`npm sbom failed: ${run.stderr}`)
writeFileSync(join(root, 'sbom.cdx.json'), run.stdout)
process.stdout.write(`sbom.cdx.json: ${JSON.parse(run.stdout).components.length} components\n`)
