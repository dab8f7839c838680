// Runs the README's commands and keeps their outputs in it, so that what it shows is what a reader gets.
// Usage: node scripts/readme.js [--check]. A block ```console starts with `$ command`; the rest is its output.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = join(root, 'README.md')
const blocks = /```console\n\$ ([^\n]+)\n([\s\S]*?)```/g

/** The words of a command line, with double quotes as the only quoting. */
const wordsOf = (line) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2])

/** What differs from run to run, as a reader gets it: on a terminal a local answer comes at a model's pace. */
export const settled = (text) =>
  text
    .replace(/· \d+(\.\d+)? m?s ·/g, '· 3.3 s ·')
    .replace(/\b\d+ ms\b/g, '43 ms')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\x1b\[[0-9;]*m/g, '')
    .trimEnd()

/** Runs one command as a newcomer would: no AWS settings, an empty home. Both streams go to one file, in order. */
export function outputOf(line) {
  const home = mkdtempSync(join(tmpdir(), 'outcrop-readme-'))
  const file = join(home, 'output')
  const output = openSync(file, 'w')
  const words = wordsOf(line)
  const program =
    words[0] === 'npm'
      ? [join(root, 'scripts', 'start.js'), ...words.slice(words.indexOf('--') + 1)]
      : [join(root, 'packages', 'cli', 'bin', 'outcrop.js'), ...words.slice(1)]
  if (words[0] !== 'outcrop' && !line.startsWith('npm start -- '))
    throw new Error(`The README shows the output of a command that is not ours: ${line}`)
  try {
    spawnSync(process.execPath, program, {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        SystemRoot: process.env.SystemRoot,
        HOME: home,
        USERPROFILE: home,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
      stdio: ['ignore', output, output],
      timeout: 60_000,
    })
    return settled(readFileSync(file, 'utf8'))
  } finally {
    closeSync(output)
    rmSync(home, { recursive: true, force: true })
  }
}

/** The page as its commands would write it today. */
export function renewed(text) {
  return text.replace(blocks, (_, line) => `\`\`\`console\n$ ${line}\n${outputOf(line)}\n\`\`\``)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const before = readFileSync(page, 'utf8')
  const after = renewed(before)
  if (!process.argv.includes('--check')) writeFileSync(page, after)
  else if (after !== before) {
    process.stderr.write('README.md shows other outputs than its commands have: node scripts/readme.js\n')
    process.exitCode = 1
  }
}
