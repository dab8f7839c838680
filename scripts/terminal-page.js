// Runs commands in a real terminal against the local Bedrock with scripted answers, and keeps their screens in
// docs/terminal.md, so that what it shows is what a user sees. Needs tmux.
// Usage: node scripts/terminal-page.js [--repo CLONE-OF-EXPRESS]; without a repository its part of the page stays.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startEmulator } from '@outcrop/emulator'
import { express, small } from './terminal/scenes.js'
import { openTerminal } from './terminal/terminal.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = join(root, 'docs', 'terminal.md')
const slow = { text: `Everything begins ${'and goes on '.repeat(4000)}` }

/** What differs from run to run, and says nothing. */
export const settled = (text) =>
  text
    .replace(/\b\d+ min \d+ s\b|\b\d+(\.\d+)? m?s\b(?! ago)/g, '1.2 s')
    .replace(/\d{8}T\d{6}-[0-9a-f]{8}/g, '20261128T100000-0123abcd')
    .replace(/[\d,]+ tokens in(?: \(and [\d,]+ by the cache\))?, [\d,]+ out/g, '1,234 tokens in, 56 out')
    .replace(/\$0\.\d+/g, '$0.0123')
    .replace(/(Everything begins)[^^]*\^C/, '$1 and goes on …^C')
    // Only said where the command before the pipe takes its time.
    .replace(/^outcrop: waiting for standard input .*\n/gm, '')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:4580')
    .replace(/[ \t]+$/gm, '')

/** Puts the command where the shell of the terminal finds it, and a project beside it. */
function workplace({ files, repo }) {
  const home = mkdtempSync(join(tmpdir(), 'outcrop-terminal-'))
  const project = join(home, 'project')
  mkdirSync(join(home, 'bin'))
  const command = join(root, 'packages', 'cli', 'bin', 'outcrop.js')
  writeFileSync(join(home, 'bin', 'outcrop'), `#!/bin/sh\nexec "${process.execPath}" "${command}" "$@"\n`, {
    mode: 0o755,
  })
  if (repo !== undefined) cpSync(resolve(repo), project, { recursive: true })
  else
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, path)), { recursive: true })
      writeFileSync(join(project, path), text)
    }
  if (repo === undefined) execFileSync('git', ['init', '-q'], { cwd: project })
  return { home, project, remove: () => rmSync(home, { recursive: true, force: true }) }
}

/** Runs the scenes one after the other in one project, and gives each with its screen. */
export async function screensOf({ scenes, files }, repo) {
  const place = workplace({ files, repo })
  const emulator = await startEmulator()
  const path = `${join(place.home, 'bin')}:${dirname(process.execPath)}:${process.env.PATH}`
  const env = {
    ...emulator.env,
    PATH: path,
    HOME: place.home,
    AWS_REGION: 'us-east-1',
    BEDROCK_DEFAULT_MODEL: 'claude-sonnet-4-5',
  }
  const terminal = await openTerminal({ cwd: place.project, env })
  try {
    const shown = []
    for (const { title, line, keys, answers } of scenes) {
      const texts = answers.map((text, at) => ({
        ...(at < answers.length - 1 && { times: 1 }),
        reply: text === 'slow' ? slow : { text },
      }))
      if (texts.length > 0) {
        const latency = answers.includes('slow') ? { tokensPerSecond: 50 } : {}
        const body = JSON.stringify({ engine: { kind: 'scenario', scenarios: texts }, latency })
        const set = await fetch(`${emulator.url}/_emulator/config`, { method: 'PUT', body })
        if (!set.ok) throw new Error(await set.text())
      }
      const { end } = await terminal.type(line, keys)
      shown.push({ title, screen: settled(end) })
    }
    return shown
  } finally {
    await terminal.close()
    await emulator.close()
    place.remove()
  }
}

const head = `# In a terminal

<!-- Written by \`node scripts/terminal-page.js\`; a test runs the first part again and compares. -->

What the commands look like in a terminal of 100 columns, against the local Bedrock with scripted answers: the model is
not real, everything else is. Durations, tokens, costs and names of runs are made the same, and wrapped
lines are joined.

`
const between = '## On a real repository\n'

const sections = (screens) =>
  screens.map(({ title, screen }) => `### ${title}\n\n\`\`\`\`text\n${screen}\n\`\`\`\`\n`).join('\n')

/** The first part of the page, as it is today. */
export async function smallPart() {
  return `## A small project\n\n${sections(await screensOf(small))}\n`
}

async function expressPart(repo) {
  const commit = execFileSync('git', ['-C', repo, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const told = `\n\`expressjs/express\` at ${commit}, recorded with \`node scripts/terminal-page.js --repo CLONE\`.\n\n`
  return `${between}${told}${sections(await screensOf(express, repo))}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { repo } = parseArgs({ options: { repo: { type: 'string' } } }).values
  const before = existsSync(page) ? readFileSync(page, 'utf8') : ''
  const kept = before.includes(between) ? before.slice(before.indexOf(between)) : ''
  writeFileSync(page, head + (await smallPart()) + (repo === undefined ? kept : await expressPart(repo)))
}
