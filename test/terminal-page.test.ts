import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { missing } from './foreign/at-hand.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const tmux = ['tmux'].filter((name) => spawnSync(name, ['-V'], { stdio: 'ignore' }).status === 0)

interface TerminalPage {
  readonly smallPart: () => Promise<string>
}

test.skipIf(process.platform === 'win32' || missing('tmux', tmux))(
  'docs/terminal.md shows what a terminal shows (else: node scripts/terminal-page.js)',
  { timeout: 600_000 },
  async () => {
    const { smallPart } = (await import(join(root, 'scripts', 'terminal-page.js'))) as TerminalPage
    expect(readFileSync(join(root, 'docs', 'terminal.md'), 'utf8')).toContain(await smallPart())
  },
)

test('no path of the machine that it was made on stands in it', () => {
  expect(readFileSync(join(root, 'docs', 'terminal.md'), 'utf8')).not.toMatch(/\/(?:tmp|home|root|Users)\//)
})
