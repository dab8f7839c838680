import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { budgetsOf, effectsOf, importsOf, lineCount } from './architecture/read-source.js'
import { readTable, tablesOf } from './architecture/read-law.js'

// The law is ARCHITECTURE.md itself: this test holds no rule of its own, only the ways to check one.
const root = fileURLToPath(new URL('..', import.meta.url))
const law = tablesOf(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'))

const names = (cell: string) =>
  cell
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
const imports = readTable(law, ['package', 'folder', 'may import'])
const folders = new Map(imports.map((row) => [row['package']!, row['folder']!]))
const mayImport = new Map(imports.map((row) => [row['package']!, names(row['may import']!)]))
const thirdParty = new Map(
  readTable(law, ['package', 'third-party']).map((row) => [row['package']!, names(row['third-party']!)]),
)
const lazily = new Map(
  readTable(law, ['package', 'only by `import()`']).map((row) => [row['package']!, names(row['only by `import()`']!)]),
)
const apart = readTable(law, ['package', 'folders that never import each other'])
const effects = readTable(law, ['effect', 'only in'])
const budgets = new Map(readTable(law, ['what', 'at most']).map((row) => [row['what']!, Number(row['at most'])]))

function sourcesUnder(folder: string): string[] {
  const found: string[] = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) found.push(...sourcesUnder(path))
    else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') && !entry.name.endsWith('.test.ts'))
      found.push(path)
  }
  return found
}

interface Source {
  readonly package: string
  readonly path: string
  readonly name: string
  readonly text: string
}

const sources: Source[] = [...folders].flatMap(([name, folder]) =>
  sourcesUnder(join(root, folder, 'src')).map((path) => ({
    package: name,
    path,
    name: relative(root, path).split(sep).join('/'),
    text: readFileSync(path, 'utf8'),
  })),
)

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

describe('the import law', () => {
  test('every workspace has its row, and every row its workspace', () => {
    const workspaces = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).workspaces as string[]
    expect([...folders.values()].toSorted()).toEqual(workspaces.toSorted())
    expect(sources.length).toBeGreaterThan(20)
  })

  test('packages import only what the table allows them', () => {
    const broken: string[] = []
    for (const source of sources) {
      for (const { specifier, dynamic, typeOnly } of importsOf(source.path, source.text)) {
        if (specifier.startsWith('node:')) continue
        if (specifier.startsWith('.')) {
          const target = resolve(dirname(source.path), specifier)
          if (!target.startsWith(join(root, folders.get(source.package)!) + sep))
            broken.push(`${source.name} → ${specifier}`)
          continue
        }
        const target = packageOf(specifier)
        const allowed = folders.has(target) ? mayImport.get(source.package) : thirdParty.get(source.package)
        if (!allowed?.includes(target)) broken.push(`${source.name} → ${specifier}`)
        if (lazily.get(source.package)?.includes(target) && !dynamic && !typeOnly)
          broken.push(`${source.name} → ${specifier}: only by import()`)
      }
    }
    expect(broken).toEqual([])
  })

  test('what the law allows is what package.json declares', () => {
    for (const [name, folder] of folders) {
      const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
      const declared = Object.keys({ ...dependencies, ...peerDependencies })
      const used = new Set<string>()
      for (const source of sources) {
        if (source.package !== name) continue
        for (const { specifier } of importsOf(source.path, source.text))
          if (!specifier.startsWith('.') && !specifier.startsWith('node:')) used.add(packageOf(specifier))
      }
      expect([...used].toSorted(), `dependencies of ${name}`).toEqual(declared.toSorted())
    }
  })

  test('folders that are to stay apart stay apart', () => {
    const broken: string[] = []
    for (const row of apart) {
      const base = join(root, folders.get(row['package']!)!, 'src')
      const separate = names(row['folders that never import each other']!)
      const folderOf = (path: string) => relative(base, path).split(sep)[0]!
      for (const source of sources.filter((one) => one.package === row['package'])) {
        const own = folderOf(source.path)
        if (!separate.includes(own)) continue
        for (const { specifier } of importsOf(source.path, source.text)) {
          if (!specifier.startsWith('.')) continue
          const other = folderOf(resolve(dirname(source.path), specifier))
          if (other !== own && separate.includes(other)) broken.push(`${source.name} → ${specifier}`)
        }
      }
      for (const folder of separate) expect(statSync(join(base, folder)).isDirectory(), folder).toBe(true)
    }
    expect(broken).toEqual([])
  })

  test('there are no import cycles', () => {
    const edges = new Map<string, string[]>()
    for (const source of sources) {
      const targets = importsOf(source.path, source.text)
        .filter((one) => one.specifier.startsWith('.') && !one.typeOnly)
        .map((one) => resolve(dirname(source.path), one.specifier.replace(/\.js$/, '.ts')))
      edges.set(source.path, targets)
    }
    expect(cyclesIn(edges).map((cycle) => cycle.map((path) => relative(root, path)).join(' → '))).toEqual([])
  })
})

describe('one owner for each effect', () => {
  test.each(effects.map((row) => [row['effect']!, names(row['only in']!)] as const))('%s', (effect, owners) => {
    const broken = sources
      .filter((source) => effectsOf(source.path, source.text).has(effect))
      .map((source) => source.name)
      .filter((name) => !owners.some((owner) => name === owner || name.startsWith(`${owner}/`)))
    expect(broken).toEqual([])
  })
})

describe('budgets', () => {
  test('files, functions and parameters stay small', () => {
    const broken: string[] = []
    for (const source of sources) {
      const lines = lineCount(source.text)
      if (lines > budgets.get('lines in a source file')!) broken.push(`${source.name}: ${lines} lines`)
      for (const one of budgetsOf(source.path, source.text)) {
        if (one.lines > budgets.get('lines in a function')!)
          broken.push(`${source.name}:${one.line} ${one.name}: ${one.lines} lines`)
        if (one.parameters > budgets.get('parameters')!)
          broken.push(`${source.name}:${one.line} ${one.name}: ${one.parameters} parameters`)
      }
    }
    expect(broken).toEqual([])
  })

  test('no file or folder has a name that means nothing', () => {
    const banned = /Names that no file or folder may have[^:]*: ([^.]+)\./.exec(
      readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'),
    )
    const words = names(banned![1]!)
    expect(words.length).toBeGreaterThan(4)
    const broken = sources.filter((source) =>
      source.name.split('/').some((part) => words.includes(basename(part, '.ts'))),
    )
    expect(broken.map((source) => source.name)).toEqual([])
  })

  test('every public surface is listed by hand', () => {
    expect(sources.filter((source) => /^export \*/m.test(source.text)).map((source) => source.name)).toEqual([])
  })
})

/** Each cycle once, found by depth-first search. */
function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  const cycles: string[][] = []
  const visit = (node: string): void => {
    if (state.get(node) === 'done') return
    if (state.get(node) === 'open') {
      cycles.push([...path.slice(path.indexOf(node)), node])
      return
    }
    state.set(node, 'open')
    path.push(node)
    for (const next of edges.get(node) ?? []) visit(next)
    path.pop()
    state.set(node, 'done')
  }
  for (const node of edges.keys()) visit(node)
  return cycles
}
