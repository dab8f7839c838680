// Switches off one safety at a time, in a copy of the tree, and demands that the test named for it fails.
// A mutant that survives means that a green test proves nothing. Usage: npm run test:mutants [-- part-of-a-name]
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const only = process.argv[2] ?? ''

/** @returns {{name: string, file: string, find: string, replace: string, test: string, expect: string}[]} */
function readMutants() {
  const homes = ['config', 'test', ...readdirSync(join(root, 'packages')).map((name) => join('packages', name))]
  return homes.flatMap((home) =>
    readdirSync(join(root, home))
      .filter((name) => /^mutants.*\.json$/.test(name))
      .flatMap((name) => JSON.parse(readFileSync(join(root, home, name), 'utf8'))),
  )
}

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
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  return copy
}

/** Runs one test file and gives the names of its failed tests, and of its passed ones. */
function runTest(copy, test) {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const run = spawnSync(process.execPath, [vitest, 'run', test, '--reporter=json', `--outputFile=${report}`], {
    cwd: copy,
    encoding: 'utf8',
    timeout: 180_000,
  })
  if (!existsSync(report))
    return { failed: [], passed: [], crash: (run.stderr || run.stdout || 'no report').slice(-600) }
  const tests = JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap((file) => file.assertionResults)
  const named = (status) => tests.filter((one) => one.status === status).map((one) => one.fullName)
  return { failed: named('failed'), passed: named('passed'), crash: undefined }
}

const mutants = readMutants().filter((mutant) => mutant.name.includes(only))
const copy = copyTree()
const problems = []
try {
  const untouched = new Map()
  for (const mutant of mutants) {
    const say = (verdict) => process.stdout.write(`${verdict.padEnd(9)} ${mutant.name}\n`)
    if (!untouched.has(mutant.test)) untouched.set(mutant.test, runTest(copy, mutant.test))
    const before = untouched.get(mutant.test)
    const path = join(copy, mutant.file)
    const source = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const places = source.split(mutant.find).length - 1
    if (!before.passed.some((name) => name.includes(mutant.expect))) {
      problems.push(
        `${mutant.name}: no passing test named like "${mutant.expect}" in ${mutant.test} before the change ${before.crash ?? ''}`,
      )
      say('no test')
      continue
    }
    if (places !== 1) {
      problems.push(`${mutant.name}: its text occurs ${places} times in ${mutant.file}`)
      say('no place')
      continue
    }
    writeFileSync(
      path,
      source.replace(mutant.find, () => mutant.replace),
    )
    const after = runTest(copy, mutant.test)
    writeFileSync(path, source)
    if (after.failed.some((name) => name.includes(mutant.expect))) say('caught')
    else {
      problems.push(`${mutant.name}: SURVIVED, "${mutant.expect}" did not fail ${after.crash ?? ''}`)
      say('SURVIVED')
    }
  }
} finally {
  rmSync(copy, { recursive: true, force: true })
}
process.stdout.write(`\n${mutants.length - problems.length} of ${mutants.length} mutants caught\n`)
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exitCode = problems.length > 0 || mutants.length === 0 ? 1 : 0
