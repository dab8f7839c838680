import { createHash } from 'node:crypto'
import { parse } from 'yaml'
import { TaskError } from '../errors.js'
import { efforts, families, outputs } from './template.js'
import type { Template } from './template.js'

/** A template file before what it extends is laid under it. */
export interface TemplateFile {
  readonly name: string
  readonly origin: string
  readonly extends?: string
  readonly fields: Readonly<Partial<Omit<Template, 'name' | 'origin' | 'version'>>>
}

type Rule = (value: unknown) => string | undefined

const text: Rule = (value) => (typeof value === 'string' && value.trim() !== '' ? undefined : 'has to be text')
const oneOf =
  (words: readonly string[]): Rule =>
  (value) =>
    typeof value === 'string' && words.includes(value) ? undefined : `has to be one of ${words.join(', ')}`
const between =
  (low: number, high: number): Rule =>
  (value) =>
    typeof value === 'number' && value >= low && value <= high ? undefined : `has to be a number from ${low} to ${high}`

/** Every field of the front matter, and what it has to be. */
const rules: Readonly<Record<string, Rule>> = {
  description: text,
  extends: text,
  output: oneOf(outputs),
  family: oneOf(families),
  temperature: between(0, 1),
  effort: oneOf(efforts),
  maxTokens: (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value > 0
      ? undefined
      : 'has to be a whole number above 0',
  cache: (value) => (typeof value === 'boolean' ? undefined : 'has to be true or false'),
}

const frontMatter = /^---[ \t]*\r?\n([^]*?)\r?\n---[ \t]*(?:\r?\n([^]*))?$/

/**
 * Reads a template: front matter in YAML between two lines `---`, then the system prompt as Markdown.
 *
 * @throws TaskError `template` that names the file, the field and what it has to be
 */
export function parseTemplate(name: string, source: string, origin: string): TemplateFile {
  const match = frontMatter.exec(source.replace(/^\uFEFF/, ''))
  if (match === null) {
    throw wrong(origin, 'does not begin with its settings between two lines `---`', 'Begin it like the built-in ones.')
  }
  const settings = settingsOf(match[1] ?? '', origin)
  for (const [field, value] of Object.entries(settings)) {
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined
    if (rule === undefined) {
      throw wrong(origin, `has an unknown setting ${field}`, `Known are ${Object.keys(rules).join(', ')}.`)
    }
    const fault = rule(value)
    if (fault !== undefined) throw wrong(origin, `has a ${field} that ${fault}`, `Correct ${field}.`)
  }
  const { extends: base, ...fields } = settings
  const system = (match[2] ?? '').trim().replaceAll('\r\n', '\n')
  return {
    name,
    origin,
    ...(typeof base === 'string' && { extends: base }),
    fields: { ...(fields as TemplateFile['fields']), ...(system !== '' && { system }) },
  }
}

function settingsOf(yaml: string, origin: string): Record<string, unknown> {
  let settings: unknown
  try {
    settings = parse(yaml) ?? {}
  } catch (error) {
    throw wrong(origin, `has settings that are not YAML (${(error as Error).message.split('\n')[0]})`, 'Correct them.')
  }
  if (typeof settings !== 'object' || Array.isArray(settings)) {
    throw wrong(origin, 'has settings that are no list of names and values', 'Write one `name: value` a line.')
  }
  return settings as Record<string, unknown>
}

/**
 * Makes a template whole: what its file leaves out comes from the one it extends.
 *
 * @throws TaskError `template` if something is still missing
 */
export function completeTemplate({ name, origin, fields }: TemplateFile, base: Template | undefined): Template {
  const { name: _, origin: __, version: ___, ...inherited } = base ?? ({} as Partial<Template>)
  const all = { cache: false, ...inherited, ...fields }
  const { description, system, output, maxTokens } = all
  if (description === undefined || system === undefined || output === undefined || maxTokens === undefined) {
    const missing = ['description', 'output', 'maxTokens', 'system'].filter((field) => !(field in all))
    const remedy = 'Add it, or let the template extend a built-in one: `extends: generate`.'
    throw wrong(
      origin,
      `lacks ${missing.map((field) => (field === 'system' ? 'a system prompt' : field)).join(', ')}`,
      remedy,
    )
  }
  const whole = { ...all, description, system, output, maxTokens }
  return { name, ...whole, origin, version: versionOf(whole) }
}

/** Of what is sent: the description is for people. */
function versionOf(whole: object): string {
  const sorted = Object.entries(whole)
    .filter(([field]) => field !== 'description')
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 8)
}

function wrong(origin: string, what: string, remedy: string): TaskError {
  return new TaskError('template', `The template ${origin} ${what}`, remedy)
}
