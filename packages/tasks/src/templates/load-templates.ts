import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TaskError } from '../errors.js'
import { completeTemplate, parseTemplate } from './parse-template.js'
import type { TemplateFile } from './parse-template.js'
import type { Template } from './template.js'

/** Where templates are looked for. A template of the project wins over one of the home folder, that over a built-in one. */
export interface TemplateFolders {
  /** `.outcrop/templates` of the project. */
  readonly project?: string
  /** `templates` in OUTCROP_HOME. */
  readonly home?: string
}

const builtIn = fileURLToPath(new URL('../../templates', import.meta.url))

type Layer = ReadonlyMap<string, TemplateFile>

async function readLayer(folder: string | undefined, originOf: (path: string) => string): Promise<Layer> {
  const files = new Map<string, TemplateFile>()
  if (folder === undefined) return files
  for (const file of await filesIn(folder)) {
    const name = file.slice(0, -'.md'.length)
    const path = join(folder, file)
    files.set(name, parseTemplate(name, await readFile(path, 'utf8'), originOf(path)))
  }
  return files
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((file) => file.endsWith('.md')).toSorted()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw new TaskError('template', `The folder ${folder} cannot be read`, 'Check its permissions.')
  }
}

/**
 * Reads all templates. One that has the name of another and extends it (`extends: review` in `review.md`) extends the
 * one it hides.
 *
 * @returns by name
 * @throws TaskError `template` for a file that is wrong
 */
export async function loadTemplates({ project, home }: TemplateFolders = {}): Promise<ReadonlyMap<string, Template>> {
  const layers = [
    await readLayer(builtIn, () => 'built in'),
    await readLayer(home, (path) => path),
    await readLayer(project, (path) => path),
  ]
  const names = new Set(layers.flatMap((layer) => [...layer.keys()]))
  return new Map([...names].toSorted().map((name) => [name, resolve(name, layers, [])]))
}

/** The topmost template of a name; `seen` are those that extend it. */
function resolve(name: string, layers: readonly Layer[], seen: readonly TemplateFile[]): Template {
  const file = layers
    .map((layer) => layer.get(name))
    .findLast((candidate) => candidate !== undefined && !seen.includes(candidate))
  const asking = seen.at(-1)
  if (file === undefined) {
    const remedy = 'Extend a template that exists and does not come back to this one.'
    throw new TaskError('template', `The template ${asking?.origin ?? name} extends ${name}, which cannot be`, remedy)
  }
  const base = file.extends === undefined ? undefined : resolve(file.extends, layers, [...seen, file])
  return completeTemplate(file, base)
}

/**
 * The template of this name.
 *
 * @throws TaskError `template` that lists what there is
 */
export function findTemplate(templates: ReadonlyMap<string, Template>, name: string): Template {
  const found = templates.get(name)
  if (found !== undefined) return found
  const remedy = `There are ${[...templates.keys()].join(', ')}; your own go into .outcrop/templates/NAME.md.`
  throw new TaskError('template', `There is no template ${name}`, remedy)
}
