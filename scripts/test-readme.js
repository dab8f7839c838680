// Follows the README by the letter: a fresh clone of HEAD, an empty home, and nothing on the path but git, node and npm.
// Usage: npm run test:readme [-- --with-tests]   `npm test` itself takes minutes, and is left out unless asked for.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { settled } from './readme.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = mkdtempSync(join(tmpdir(), 'outcrop-by-the-letter-'))
const at = (...path) => join(temporary, ...path)
const ask = (program, ...args) => spawnSync(program, args, { cwd: root, encoding: 'utf8' }).stdout.trim()

/** A folder that has only these programs. `sh` runs the lines, here and inside npm. */
function onlyPrograms() {
  mkdirSync(at('bin'))
  for (const name of ['git', 'npm', 'sh']) symlinkSync(ask('sh', '-c', `command -v ${name}`), at('bin', name))
  symlinkSync(process.execPath, at('bin', 'node'))
  mkdirSync(at('home'))
  return {
    PATH: [at('bin'), at('prefix', 'bin')].join(':'),
    HOME: at('home'),
    TMPDIR: tmpdir(),
    AWS_EC2_METADATA_DISABLED: 'true',
    // Where npm puts commands and what it has already downloaded, and from where: nothing that a README would say.
    npm_config_prefix: at('prefix'),
    npm_config_cache: ask('npm', 'config', 'get', 'cache'),
    npm_config_registry: ask('npm', 'config', 'get', 'registry'),
  }
}

let failed = 0
let counted = 0
const env = onlyPrograms()

function run(line, { local = false, exit = 0 } = {}) {
  // Both streams to one file, in the order in which they came.
  const result = spawnSync('sh', ['-c', `exec 2>&1\n${line}`], {
    cwd: at('clone'),
    env: local ? { ...env, OUTCROP_LOCAL: '1' } : env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 900_000,
  })
  counted++
  const right = result.status === exit
  if (!right) failed++
  process.stdout.write(`  ${right ? 'ok    ' : 'FAILED'}  ${line}${exit === 0 ? '' : `  (exit ${exit}, as it says)`}\n`)
  if (!right) process.stdout.write(`exit ${result.status}: ${result.stdout.slice(-1500)}\n`)
  return result.stdout
}

function runAndCompare(line, shown) {
  const said = run(line, line.includes('--local') || !/^outcrop generate [^-]*$/.test(line) ? {} : { exit: 3 })
  // npm tells which script it runs; the README leaves that out.
  const output = settled(said.replace(/^\n> [^\n]*\n> [^\n]*\n\n/, ''))
  if (output === shown) return
  failed++
  process.stdout.write(`  FAILED  it shows other output than:\n${output}\n`)
}

/** The lines of a block that a reader would type, without their comments. */
const linesOf = (block) =>
  block
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '')

try {
  if (sep === '\\') throw new Error('This script wants a POSIX shell')
  spawnSync('git', ['clone', '--quiet', root, at('clone')], { stdio: 'inherit' })
  const page = readFileSync(at('clone', 'README.md'), 'utf8')
  const fences = [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text }))
  const [install, commands, examples, programs] = fences.filter((one) => one.language === '').map((one) => one.text)
  const withTests = process.argv.includes('--with-tests')

  process.stdout.write('== The two commands\n')
  const twoCommands = linesOf(commands)
  for (const line of twoCommands.filter((one) => withTests || !one.endsWith('npm test'))) run(line)
  if (!withTests) process.stdout.write('  left out: npm ci && npm test (--with-tests runs it)\n')

  process.stdout.write('== Install, a local call, a real call\n')
  const [installs, localCall, realCall] = linesOf(install)
  run(`npm ci && npm run build`)
  run(installs)
  run(localCall)
  // There are no credentials here: the same call says so.
  run(realCall, { exit: 3 })

  process.stdout.write('== What it shows\n')
  for (const [, line, shown] of page.matchAll(/```console\n\$ ([^\n]+)\n([\s\S]*?)\n?```/g)) runAndCompare(line, shown)

  process.stdout.write('== Examples, on the local Bedrock\n')
  for (const line of linesOf(examples)) run(line, { local: true })

  process.stdout.write('== The library, on the local Bedrock\n')
  for (const { text } of fences.filter((one) => one.language === 'ts')) {
    writeFileSync(at('clone', 'my-program.js'), text)
    run('outcrop exec --local -- node my-program.js')
  }
  // A program that waits as long as the client does by default hangs in two of the faults, and the report says so.
  const [library] = fences.filter((one) => one.language === 'ts')
  writeFileSync(at('clone', 'my-program.js'), library.text)
  for (const line of linesOf(programs)) {
    if (/-- claude /.test(line)) process.stdout.write(`  left out: ${line} (Claude Code is not a part of this)\n`)
    else if (withTests) run(line, { exit: 1 })
    else process.stdout.write(`  left out: ${line} (two minutes; --with-tests runs it)\n`)
  }
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
process.stdout.write(`\n${counted} commands, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
