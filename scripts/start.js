// `npm start`: the main job on the local Bedrock. `npm start -- <command line>`: any outcrop command on it.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../packages/cli/bin/outcrop.js', import.meta.url))
const given = process.argv.slice(2)

// The guide's first example of code generation.
const prompt = [
  'Write a TypeScript function that returns the median of an array of numbers.',
  'It handles empty arrays and has a JSDoc comment.',
].join(' ')

/** Runs outcrop where the user stands, without a shell, and resolves with its exit code. */
function outcrop(args) {
  const child = spawn(process.execPath, [command, ...args], {
    stdio: 'inherit',
    // npm changes to the root of the repository; paths are meant from where the user typed.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: { ...process.env, OUTCROP_LOCAL: '1' },
  })
  // Ctrl-C reaches both; the child decides how it ends.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 130))
  })
}

const next = [
  ['npm start -- "Is it safe?" examples/parse-port.ts --dry-run', 'what would be sent'],
  ['npm start -- generate "median in TypeScript" -x', 'only the code'],
  ['npm start -- models', 'ids, limits, prices'],
  ['npm start -- --help', 'every command'],
]
const nextOnAws = [
  ['npm run bedrock:health', 'does it work?'],
  ['node_modules/.bin/outcrop "What is a monad?"', 'a real answer'],
]
const width = Math.max(...[...next, ...nextOnAws].map(([line]) => line.length))

const say = (line = '') => process.stderr.write(`${line}\n`)

if (given.length > 0) {
  say('npm start sets OUTCROP_LOCAL=1: the local Bedrock answers, not AWS.')
  process.exitCode = await outcrop(given)
} else {
  say('npm start sets OUTCROP_LOCAL=1 and runs:')
  say()
  say(`  outcrop generate "${prompt.replace('. It', '.\n    It')}"`)
  say()
  say('The request is signed and the answer streams over Bedrock’s own protocol;')
  say('only the Bedrock is a local one.')
  say()
  process.exitCode = await outcrop(['generate', prompt])
  if (process.exitCode === 0) {
    say()
    say('What to try next:')
    for (const [line, does] of next) say(`  ${line.padEnd(width)}  ${does}`)
    say('and with your AWS account:')
    for (const [line, does] of nextOnAws) say(`  ${line.padEnd(width)}  ${does}`)
  }
}
