// What the tests of the documentation read out of Markdown: blocks of code, links, and the anchors of headings.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const passedOver = new Set(['node_modules', 'dist', 'coverage', 'test-results', '.git', '.vitest'])

/** Every Markdown file of the repository, by its path from the root, with `/`. */
export function markdownFiles(folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : markdownFiles(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

export const readPage = (path: string): string => readFileSync(join(root, path), 'utf8')

/** A fenced block of code. */
export interface Block {
  /** Path of the page from the root. */
  readonly page: string
  /** The line of its fence, from 1. */
  readonly line: number
  readonly language: string
  readonly code: string
}

export function blocksOf(page: string): readonly Block[] {
  const text = readPage(page)
  return [...text.matchAll(/^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```/gm)].map(
    ({ index, 1: indent, 2: language, 3: code }) => ({
      page,
      line: text.slice(0, index).split('\n').length,
      language: language!,
      code: code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  )
}

const withoutCode = (text: string) =>
  text.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '').replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''))

/** Where the links of a text lead, but for those to other sites. */
export function linksOf(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/\]\(<?([^)\s>]+)>?\)/g)]
    .map(({ 1: link }) => link!)
    .filter((link) => !/^(?:https?|mailto):/.test(link))
}

const known = new Map<string, ReadonlySet<string>>()

/** The anchors that GitHub gives to the headings of a page, and those that it has of its own. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const found = known.get(page) ?? anchorsIn(readPage(page))
  known.set(page, found)
  return found
}

function anchorsIn(text: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  const times = new Map<string, number>()
  for (const { 1: heading } of text.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '').matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const plain = heading!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/\\(.)/g, '$1')
    const slug = plain
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-')
    const before = times.get(slug) ?? 0
    times.set(slug, before + 1)
    anchors.add(before === 0 ? slug : `${slug}-${before}`)
  }
  for (const { 1: name } of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(name!)
  return anchors
}
