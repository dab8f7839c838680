import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findTemplate, loadTemplates } from './load-templates.js'
import { parseTemplate } from './parse-template.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-templates-'))
  await mkdir(join(folder, 'project'))
  await mkdir(join(folder, 'home'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = (layer: 'project' | 'home', name: string, text: string) =>
  writeFile(join(folder, layer, `${name}.md`), text)
const load = () => loadTemplates({ project: join(folder, 'project'), home: join(folder, 'home') })

describe('the built-in templates', () => {
  test('are those of the tasks, each whole', async () => {
    const templates = await loadTemplates()
    expect([...templates.keys()]).toEqual([
      'ask',
      'audit',
      'design',
      'document',
      'edit',
      'fix',
      'generate',
      'ideas',
      'refactor',
      'review',
      'write-tests',
    ])
    for (const template of templates.values()) {
      expect(template.system.length, template.name).toBeGreaterThan(200)
      expect(template.version).toMatch(/^[0-9a-f]{8}$/)
      expect(template.origin).toBe('built in')
    }
  })

  test('take the families and temperatures that the guide advises', async () => {
    const templates = await loadTemplates()
    const of = (name: string) => findTemplate(templates, name)
    expect([of('generate').family, of('generate').temperature]).toEqual(['sonnet', 0.3])
    expect(of('document').temperature).toBe(0.7)
    expect(of('ideas').temperature).toBe(0.9)
    expect([of('design').family, of('audit').family]).toEqual(['opus', 'opus'])
    expect([of('fix').output, of('review').output]).toEqual(['edits', 'findings'])
  })
})

describe("a user's templates", () => {
  test('change one setting of a built-in one and keep the rest', async () => {
    await write('home', 'review', '---\nextends: review\nfamily: haiku\n---\n')
    const review = findTemplate(await load(), 'review')
    const own = findTemplate(await loadTemplates(), 'review')
    expect({ ...review, family: own.family, origin: own.origin, version: own.version }).toEqual(own)
    expect(review.family).toBe('haiku')
    expect(review.version).not.toBe(own.version)
  })

  test('of the project win over those of the home folder, and may extend them', async () => {
    await write('home', 'review', '---\nextends: review\nfamily: haiku\n---\n')
    await write('project', 'review', '---\nextends: review\nmaxTokens: 500\n---\nLook at SQL only.\n')
    const review = findTemplate(await load(), 'review')
    expect(review).toMatchObject({ family: 'haiku', maxTokens: 500, system: 'Look at SQL only.' })
    expect(review.origin).toBe(join(folder, 'project', 'review.md'))
  })

  test('may be new', async () => {
    await write(
      'project',
      'commit',
      '---\ndescription: a message\noutput: text\nmaxTokens: 300\n---\r\nOne line.\r\nMore.',
    )
    expect(findTemplate(await load(), 'commit')).toMatchObject({ system: 'One line.\nMore.', cache: false })
  })

  test.each([
    ['no settings at all', 'does not begin with its settings'],
    ['---\nfamilly: opus\n---\nx', 'an unknown setting familly'],
    ['---\nconstructor: opus\n---\nx', 'an unknown setting constructor'],
    ['---\nfamily: gpt\n---\nx', 'a family that has to be one of sonnet, opus, haiku, fable'],
    ['---\ntemperature: 2\n---\nx', 'a temperature that has to be a number from 0 to 1'],
    ['---\nmaxTokens: 1.5\n---\nx', 'a maxTokens that has to be a whole number above 0'],
    ['---\ncache: perhaps\n---\nx', 'a cache that has to be true or false'],
    ['---\n- a\n- b\n---\nx', 'no list of names and values'],
    ['---\na: [b\n---\nx', 'not YAML'],
    ['---\ndescription: d\noutput: text\n---\nx', 'lacks maxTokens'],
    ['---\ndescription: d\noutput: text\nmaxTokens: 5\n---\n', 'lacks a system prompt'],
    ['---\nextends: own\n---\nx', 'extends own, which cannot be'],
    ['---\nextends: nothing\n---\nx', 'extends nothing, which cannot be'],
  ])('that are wrong say where and what: %j', async (text, message) => {
    await write('project', 'own', text)
    await expect(load()).rejects.toThrow(message)
    await expect(load()).rejects.toMatchObject({ code: 'template', remedy: expect.stringMatching(/\w/) })
  })

  test('that extend each other are refused', async () => {
    await write('project', 'one', '---\nextends: two\n---\nx')
    await write('project', 'two', '---\nextends: one\n---\nx')
    await expect(load()).rejects.toThrow('which cannot be')
  })

  test('keep a line of dashes in the prompt', () => {
    const { fields } = parseTemplate('a', '---\noutput: text\n---\nOne\n---\nTwo', 'a.md')
    expect(fields.system).toBe('One\n---\nTwo')
  })

  test('that nobody has are named with what there is', async () => {
    const templates = await load()
    expect(() => findTemplate(templates, 'nothing')).toThrow('There is no template nothing')
  })
})
