import { findTemplate, loadTemplates } from '@outcrop/tasks'
import type { Template } from '@outcrop/tasks'
import type { Settings } from '@outcrop/client/settings'
import { join } from 'node:path'
import type { CommandContext } from '../commands/command.js'
import { usageError } from '../outcome/command-error.js'
import { projectRoot } from './project-root.js'

/** Which template to take, and which kinds of them the command can use. */
interface TemplateChoice {
  /** Where the user names none. */
  readonly usual: string
  readonly outputs: readonly Template['output'][]
}

/**
 * The template of a command: the user's, else the usual one.
 *
 * @throws TaskError `template`, and CommandError for one that asks for something else than the command makes
 */
export async function chooseTemplate(
  { options, command, cwd }: Pick<CommandContext, 'options' | 'command' | 'cwd'>,
  settings: Settings,
  { usual, outputs }: TemplateChoice,
): Promise<Template> {
  const templates = await loadTemplates({
    project: join(projectRoot(cwd), '.outcrop', 'templates'),
    home: join(settings.home.value, 'templates'),
  })
  const template = findTemplate(templates, options.template ?? usual)
  if (outputs.includes(template.output)) return template
  const fitting = [...templates.values()].filter(({ output }) => outputs.includes(output)).map(({ name }) => name)
  throw usageError(
    `${command} cannot use the template ${template.name}, which asks for ${template.output}`,
    `Take one of ${fitting.join(', ')}.`,
  )
}

/** The model to call: the one that the user or a setting names, else the family that suits the template. */
export function modelOf(
  { options }: Pick<CommandContext, 'options'>,
  { defaultModel }: Settings,
  { family }: Template,
): string {
  return options.model ?? (defaultModel.origin === 'default' ? (family ?? defaultModel.value) : defaultModel.value)
}
