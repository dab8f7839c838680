import { existsSync, statSync } from 'node:fs'
import { posix, join } from 'node:path'
import { expect, test } from 'vitest'
import { anchorsOf, linksOf, markdownFiles, readPage, root } from './markdown.js'

const files = markdownFiles()

test.each(files)('the links of %s lead somewhere', (file) => {
  const broken = linksOf(readPage(file)).filter((link) => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? file : posix.normalize(posix.join(posix.dirname(file), decodeURIComponent(path)))
    if (target.startsWith('..') || !existsSync(join(root, target))) return true
    if (anchor === undefined || !target.endsWith('.md'))
      return anchor !== undefined && statSync(join(root, target)).isDirectory()
    return !anchorsOf(target).has(decodeURIComponent(anchor))
  })
  expect(broken).toEqual([])
})

test('docs/README.md names every page once, each with what it is for', () => {
  const rows = [...readPage('docs/README.md').matchAll(/^\| \[[^\]]+\]\(([^)#]+)\) \| ([^|]+) \|$/gm)]
  const pages = files.filter((file) => /^docs\/[^/]+\.md$/.test(file) && file !== 'docs/README.md')
  const named = rows.map(({ 1: path }) => `docs/${path}`).filter((path) => /^docs\/[^/]+\.md$/.test(path))
  expect(named.toSorted()).toEqual(pages.toSorted())
  for (const { 2: line } of rows) expect(line!.trim()).not.toBe('')
})

test('the README leads to the pages', () => {
  expect(linksOf(readPage('README.md'))).toContain('docs/README.md')
})
