import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { cleanEnvironment } from '../clean-environment.js'
import { root } from './markdown.js'

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "cart", "type": "module", "scripts": { "test": "node --check src/cart.ts" } }\n',
  'add.js': 'export function add(a, b) {\n  return a + b\n}\n',
  'src/cart.ts': 'export const total = (prices: number[]) => prices.reduce((sum, price) => sum + price, 0)\n',
  'src/parse-port.ts': 'export const parsePort = (text: string) => Number.parseInt(text)\n',
  'docs/notes.md': '# Notes\n\nA cart has prices.\n',
  'outcrop.schema.json':
    '{ "type": "object", "properties": { "title": { "type": "string" } }, "required": ["title"] }\n',
}

export interface ScratchProject {
  readonly folder: string
  /** A reader's environment: none of our settings, an empty home, `outcrop` in the path. */
  readonly env: Readonly<Record<string, string>>
}

/** A small repository with one change that is not committed: what the commands of the pages are tried on. */
export function scratchProject(): ScratchProject {
  const home = mkdtempSync(join(tmpdir(), 'outcrop-docs-'))
  const folder = join(home, 'cart')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  // Windows spells it Path.
  const kept = Object.entries(cleanEnvironment()).filter(([name]) => name.toUpperCase() !== 'PATH')
  const env = {
    ...Object.fromEntries(kept),
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: home,
    USERPROFILE: home,
    NO_COLOR: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    GIT_CONFIG_NOSYSTEM: '1',
    // What that SDK says of Node at its first use is nothing that a page shows.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', ...args], { cwd: folder, env })
  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('commit', '-q', '-m', 'A cart')
  writeFileSync(join(folder, 'add.js'), 'export function add(a, b) {\n  return a - b\n}\n')
  return { folder, env }
}
