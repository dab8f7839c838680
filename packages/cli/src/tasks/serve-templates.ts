import type { Settings } from '@outcrop/client/settings'
import type { GenerateTemplate } from '@outcrop/gateway'
import { loadTemplates } from '@outcrop/tasks'
import type { Template } from '@outcrop/tasks'
import { join } from 'node:path'
import type { CommandContext } from '../commands/command.js'
import { modelOf } from './choose-template.js'
import { projectRoot } from './project-root.js'

/** Edits and findings are worth something only to the commands that read them. */
const forReaders: ReadonlySet<Template['output']> = new Set(['text', 'code'])

/**
 * The templates that `/api/generate` takes: those of `ask` and `generate`, with the user's own.
 *
 * @throws TaskError `template` for a file that is wrong
 */
export async function serveTemplates(
  context: Pick<CommandContext, 'options' | 'cwd'>,
  settings: Settings,
): Promise<Readonly<Record<string, GenerateTemplate>>> {
  const templates = await loadTemplates({
    project: join(projectRoot(context.cwd), '.outcrop', 'templates'),
    home: join(settings.home.value, 'templates'),
  })
  const fitting = [...templates.values()].filter(({ output }) => forReaders.has(output))
  return Object.fromEntries(fitting.map((template) => [template.name, asked(context, settings, template)]))
}

/** What it says of a call gives way to what the request says, and to what the model takes. */
function asked(context: Pick<CommandContext, 'options'>, settings: Settings, template: Template): GenerateTemplate {
  const { system, maxTokens, temperature, effort } = template
  const model = modelOf(context, settings, template)
  return {
    model: settings.pins.value[model] ?? model,
    system,
    defaults: { maxTokens, ...(temperature !== undefined && { temperature }), ...(effort !== undefined && { effort }) },
  }
}
