import { cachePointOf } from './cache-point.js'
import type { ConverseTool, ConverseToolChoice, ConverseToolConfig } from './request.js'
import { listAt, optionalStringAt, present, recordAt, refuseOthers, shown, stringAt, unmappable } from './unmappable.js'

export interface ToolFields {
  toolConfig?: ConverseToolConfig
  /** What goes into additionalModelRequestFields. */
  additional: { tools?: unknown[]; tool_choice?: unknown }
}

/**
 * Claude's tools in Converse's two places. Tools that Anthropic defines (`bash_20250124`, …) have no toolSpec and
 * travel in additionalModelRequestFields, as AWS documents it; they come after the others then. So does a
 * tool_choice that Converse cannot say (`none`, `disable_parallel_tool_use`), whole: Bedrock refuses a choice that
 * stands in both places.
 */
export function toolsToConverse(tools: unknown, choice: unknown): ToolFields {
  const specs: ConverseTool[] = []
  const builtIn: unknown[] = []
  const list = present(tools) ? listAt(tools, 'tools') : []
  list.forEach((value, i) => {
    const tool = recordAt(value, `tools.${i}`)
    if (present(tool['type']) && tool['type'] !== 'custom') builtIn.push(tool)
    else specs.push(specOf(tool, `tools.${i}`), ...cachePointOf(tool['cache_control'], `tools.${i}.cache_control`))
  })
  const sayable = specs.length > 0 ? choiceToConverse(choice) : undefined
  return {
    ...(specs.length > 0 && { toolConfig: { ...(sayable && { toolChoice: sayable }), tools: specs } }),
    additional: {
      ...(builtIn.length > 0 && { tools: builtIn }),
      ...(present(choice) && sayable === undefined && { tool_choice: choice }),
    },
  }
}

function specOf(tool: Record<string, unknown>, path: string): ConverseTool {
  // Deferred loading, examples and the like have no place in Converse, nor beside it: Bedrock refuses them there.
  refuseOthers(tool, path, ['type', 'name', 'description', 'input_schema', 'strict', 'cache_control'])
  const description = optionalStringAt(tool['description'], `${path}.description`)
  const { strict } = tool
  return {
    toolSpec: {
      ...(description !== undefined && { description }),
      inputSchema: { json: recordAt(tool['input_schema'], `${path}.input_schema`) },
      name: stringAt(tool['name'], `${path}.name`),
      ...(present(strict) && { strict: strict === true }),
    },
  }
}

function choiceToConverse(value: unknown): ConverseToolChoice | undefined {
  if (!present(value)) return undefined
  const choice = recordAt(value, 'tool_choice')
  refuseOthers(choice, 'tool_choice', ['type', 'name', 'disable_parallel_tool_use'])
  if (present(choice['disable_parallel_tool_use'])) return undefined
  switch (choice['type']) {
    case 'auto':
      return { auto: {} }
    case 'any':
      return { any: {} }
    case 'tool':
      return { tool: { name: stringAt(choice['name'], 'tool_choice.name') } }
    case 'none':
      return undefined
    default:
      throw unmappable('tool_choice.type', `${shown(choice['type'])} is not known`)
  }
}
