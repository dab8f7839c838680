// Writes docs/api: a page for each public entry point, made of the docstrings in the declarations that a build leaves.
// Usage: node tools/api-reference/write.js [--check]. Its packages have a lockfile of their own, because typedoc needs a
// TypeScript with a JavaScript API, which the one that builds this repository has not: npm ci --prefix tools/api-reference
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, Converter, ReflectionKind } from 'typedoc'

const root = fileURLToPath(new URL('../..', import.meta.url))
const target = join(root, 'docs', 'api')
const folders = [
  'packages/client',
  'config',
  ...['ledger', 'tasks', 'gateway', 'emulator', 'wire'].map((name) => `packages/${name}`),
]

/** Every entry point that a package exports with types, and the name of its page: `client-errors` of `@outcrop/client/errors`. */
const entries = folders.flatMap((folder) => {
  const { name, exports, description } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return Object.entries(exports)
    .filter(([, to]) => to.types !== undefined)
    .map(([path, to]) => {
      const specifier = name + path.slice(1)
      const page = specifier.replace('@outcrop/', '').replaceAll('/', '-')
      return { specifier, page, description, types: join(folder, to.types), file: join(root, folder, to.types) }
    })
})

async function generate(out) {
  const app = await Application.bootstrapWithPlugins({
    name: 'API reference',
    entryPoints: entries.map((entry) => entry.file),
    plugin: ['typedoc-plugin-markdown'],
    tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    skipErrorChecking: true,
    out,
    router: 'module',
    readme: 'none',
    disableSources: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useHTMLAnchors: true,
    useCodeBlocks: true,
    expandObjects: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    excludePrivate: true,
    excludeInternal: true,
    githubPages: false,
    sort: ['alphabetical'],
    logLevel: 'Warn',
    validation: { notExported: false, invalidLink: false, notDocumented: false, rewrittenLink: false },
  })
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getChildrenByKind(ReflectionKind.Module)) module.name = pageOf(module.name)
  })
  const project = await app.convert()
  if (project === undefined) throw new Error('typedoc could not read the declarations: run npm run build first')
  await app.generateOutputs(project)
}

/** typedoc names a module by the folder of its file, such as `packages/client/dist/errors`. */
function pageOf(folder) {
  const entry = entries.find(({ types }) => types.replaceAll('\\', '/').replace('/./', '/') === `${folder}/index.d.ts`)
  if (entry === undefined) throw new Error(`No entry point is ${folder}/index.d.ts`)
  return entry.page
}

/** The pages by file name, as they have to stand in docs/api. */
function pagesIn(out) {
  const texts = entries.map(({ page, specifier }) => {
    const text = readFileSync(join(out, `${page}.md`), 'utf8')
    return [`${page}.md`, text.replace(/^# .*/, `# \`${specifier}\``).trimEnd() + '\n']
  })
  const list = entries.map(({ page, specifier, description }) => `| [\`${specifier}\`](${page}.md) | ${description} |`)
  const index = [
    '# API reference',
    '',
    'Written by `npm run docs:api` from the docstrings; a page for each entry point.',
    '',
    '| import | package |',
    '| --- | --- |',
    ...list,
    '',
  ]
  return new Map([['README.md', index.join('\n')], ...texts])
}

const out = mkdtempSync(join(tmpdir(), 'outcrop-api-'))
try {
  await generate(out)
  const pages = pagesIn(out)
  if (process.argv.includes('--check')) {
    const kept = new Map(readdirSync(target).map((name) => [name, readFileSync(join(target, name), 'utf8')]))
    const names = [...new Set([...pages.keys(), ...kept.keys()])].filter((name) => pages.get(name) !== kept.get(name))
    for (const name of names)
      process.stderr.write(`docs/api/${name} is not what the docstrings say: npm run docs:api\n`)
    process.exitCode = names.length > 0 ? 1 : 0
  } else {
    rmSync(target, { recursive: true, force: true })
    mkdirSync(target, { recursive: true })
    for (const [name, text] of pages) writeFileSync(join(target, name), text)
  }
} finally {
  rmSync(out, { recursive: true, force: true })
}
