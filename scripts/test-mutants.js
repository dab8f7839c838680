// Switches off one safety at a time, in a copy of the tree, and demands that the test named for it fails.
// A mutant that survives means that a green test proves nothing. Usage: npm run test:mutants [-- part-of-a-name], or
// node scripts/test-mutants.js --check, which only looks whether each fits the tree as it is, and runs nothing.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { misfitsOf, placesOf, readMutants } from './mutant-list.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const argument = process.argv[2] ?? ''

function copyTree() {
  const copy = mkdtempSync(join(tmpdir(), 'outcrop-mutants-'))
  const wanted = [
    'package.json',
    'vitest.config.ts',
    'tsconfig.json',
    'tsconfig.base.json',
    'ARCHITECTURE.md',
    'README.md',
  ]
  for (const name of [...wanted, 'config', 'packages', 'test', 'docs', 'examples', 'scripts'])
    if (existsSync(join(root, name)))
      cpSync(join(root, name), join(copy, name), {
        recursive: true,
        filter: (path) => !/[\\/](node_modules|\.git)$/.test(path),
      })
  // A package has some of its own, where another version than elsewhere is wanted.
  const homes = ['', ...readdirSync(join(root, 'packages')).map((name) => join('packages', name))]
  for (const home of homes) {
    const installed = join(root, home, 'node_modules')
    if (existsSync(installed)) symlinkSync(installed, join(copy, home, 'node_modules'), 'junction')
  }
  return copy
}

/** Runs one test file and gives the names of its failed tests, and of its passed ones. */
async function runTest(copy, test) {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', test, '--reporter=json', `--outputFile=${report}`]
  const run = spawn(process.execPath, args, { cwd: copy, stdio: ['ignore', 'ignore', 'pipe'], timeout: 180_000 })
  let said = ''
  run.stderr.on('data', (piece) => (said += piece))
  await once(run, 'close')
  if (!existsSync(report)) return { failed: [], passed: [], crash: said.slice(-600) || 'no report' }
  const tests = JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap((file) => file.assertionResults)
  const named = (status) => tests.filter((one) => one.status === status).map((one) => one.fullName)
  return { failed: named('failed'), passed: named('passed'), crash: undefined }
}

/** Puts one mutant in its place in a copy, runs its test, and takes it out again. Gives what is wrong, if anything is. */
async function tryMutant(copy, mutant, before) {
  const { path, source, places } = placesOf(copy, mutant)
  if (!before.passed.some((name) => name.includes(mutant.expect)))
    return `no passing test named like "${mutant.expect}" in ${mutant.test} before the change ${before.crash ?? ''}`
  if (places !== 1) return `its text occurs ${places} times in ${mutant.file}`
  writeFileSync(
    path,
    source.replace(mutant.find, () => mutant.replace),
  )
  const after = await runTest(copy, mutant.test)
  writeFileSync(path, source)
  if (after.failed.some((name) => name.includes(mutant.expect))) return undefined
  return `SURVIVED, "${mutant.expect}" did not fail ${after.crash ?? ''}`
}

function check() {
  const mutants = readMutants(root)
  const misfits = misfitsOf(root, mutants)
  process.stdout.write(`${mutants.length} mutants, ${misfits.length} misfits\n`)
  for (const misfit of misfits) process.stderr.write(`${misfit}\n`)
  process.exitCode = misfits.length > 0 || mutants.length === 0 ? 1 : 0
}

async function run(only) {
  const mutants = readMutants(root).filter((mutant) => mutant.name.includes(only))
  const untouched = new Map()
  const problems = []
  const waiting = [...mutants]

  /** One worker with a copy of its own. Mutants of one test file are neighbours, so its untouched run is soon shared. */
  async function work() {
    const copy = copyTree()
    try {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        if (!untouched.has(mutant.test)) untouched.set(mutant.test, runTest(copy, mutant.test))
        const problem = await tryMutant(copy, mutant, await untouched.get(mutant.test))
        if (problem) problems.push(`${mutant.name}: ${problem}`)
        process.stdout.write(`${problem ? 'PROBLEM' : 'caught '} ${mutant.name}\n`)
      }
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  }

  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work))
  process.stdout.write(`\n${mutants.length - problems.length} of ${mutants.length} mutants caught\n`)
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  process.exitCode = problems.length > 0 || mutants.length === 0 ? 1 : 0
}

if (argument === '--check') check()
else await run(argument)
