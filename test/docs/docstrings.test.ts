import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folders = [
  'config',
  ...['wire', 'client', 'ledger', 'tasks', 'gateway', 'emulator'].map((name) => `packages/${name}`),
]

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, { readonly types?: string } | string>>
}

/** The source of every entry point that has types. */
const entries = folders.flatMap((folder) => {
  const { name, exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest
  return Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string' || target.types === undefined) return []
    const source = target.types.replace('/dist/', '/src/').replace(/\.d\.ts$/, '.ts')
    return [[name + path.slice(1), join(root, folder, source)] as const]
  })
})

const listed = /export (?:type )?\{([^}]*)\}(?: from '([^']+)')?/g
const declared = /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const|let) (\w+)/gm

/** Whether a comment of documentation ends right before this place of a file. */
const documentedAt = (text: string, place: number) => /\*\/\s*$/.test(text.slice(0, place))

/** The file that an import in `file` means; undefined where it is not ours. */
function sourceOf(file: string, specifier: string): string | undefined {
  const path = join(dirname(file), specifier.replace(/\.js$/, '.ts'))
  return specifier.startsWith('.') && existsSync(path) ? path : undefined
}

/** Follows a name through re-exports and imports to its declaration, and says whether that has a docstring. */
function isDocumented(file: string, name: string): boolean {
  const text = readFileSync(file, 'utf8')
  const places = [
    ...text.matchAll(
      new RegExp(
        `^(?:export )?(?:declare )?(?:abstract )?(?:async )?(?:function\\*?|class|interface|type|const|let) ${name}\\b`,
        'gm',
      ),
    ),
  ]
  if (places.length > 0) return places.some(({ index }) => documentedAt(text, index))
  for (const [, names = '', specifier = ''] of text.matchAll(
    /(?:import|export) (?:type )?\{([^}]*)\} from '([^']+)'/g,
  )) {
    const found = names.split(',').map((each) =>
      each
        .trim()
        .replace(/^type /, '')
        .split(' as '),
    )
    const pair = found.find(([own, alias]) => (alias ?? own) === name)
    if (pair === undefined) continue
    const source = sourceOf(file, specifier)
    return source === undefined || isDocumented(source, pair[0]!)
  }
  return false
}

test.each(entries)('every export of %s has a docstring', (_specifier, file) => {
  const text = readFileSync(file, 'utf8')
  const names = [
    ...[...text.matchAll(listed)].flatMap(([, list = '']) =>
      list.split(',').map((each) =>
        each
          .trim()
          .replace(/^type /, '')
          .split(' as ')
          .at(-1)!,
      ),
    ),
    ...[...text.matchAll(declared)].map(([, name = '']) => name),
  ].filter(Boolean)
  expect(names.length).toBeGreaterThan(0)
  expect(text).not.toMatch(/^export \*/m)
  expect(names.filter((name) => !isDocumented(file, name))).toEqual([])
})
