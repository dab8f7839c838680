import type { CustomTool, Tool, ToolChoice } from '../anthropic/index.js'
import { markLast } from './cache-point.js'
import {
  listAt,
  memberAt,
  optionalStringAt,
  present,
  recordAt,
  refuseOthers,
  stringAt,
  unmappable,
} from './unmappable.js'

/** Converse's toolConfig as Claude's tools and tool_choice. */
export function toolsToAnthropic(value: unknown): { tools?: Tool[]; tool_choice?: ToolChoice } {
  if (!present(value)) return {}
  const config = recordAt(value, 'toolConfig')
  refuseOthers(config, 'toolConfig', ['tools', 'toolChoice'])
  const tools: Tool[] = []
  listAt(config['tools'], 'toolConfig.tools').forEach((member, i) => {
    const [kind, inner] = memberAt(member, `toolConfig.tools.${i}`)
    const at = `toolConfig.tools.${i}.${kind}`
    if (kind === 'cachePoint') markLast(tools, inner, at)
    else if (kind === 'toolSpec') tools.push(toolOf(inner, at))
    else throw unmappable(at, 'Claude has no such tool')
  })
  const { toolChoice } = config
  return { tools, ...(present(toolChoice) && { tool_choice: choiceToAnthropic(toolChoice, 'toolConfig.toolChoice') }) }
}

function toolOf(value: unknown, path: string): CustomTool {
  const spec = recordAt(value, path)
  refuseOthers(spec, path, ['name', 'description', 'inputSchema', 'strict'])
  const [kind, schema] = memberAt(spec['inputSchema'], `${path}.inputSchema`)
  if (kind !== 'json') throw unmappable(`${path}.inputSchema.${kind}`, 'only json is known')
  const description = optionalStringAt(spec['description'], `${path}.description`)
  const { strict } = spec
  return {
    name: stringAt(spec['name'], `${path}.name`),
    ...(description !== undefined && { description }),
    // Whether it is a schema of an object is for the model's own validation to say.
    input_schema: recordAt(schema, `${path}.inputSchema.json`) as CustomTool['input_schema'],
    ...(present(strict) && { strict: strict === true }),
  }
}

function choiceToAnthropic(value: unknown, path: string): ToolChoice {
  const [kind, inner] = memberAt(value, path)
  if (kind === 'auto' || kind === 'any') return { type: kind }
  if (kind !== 'tool') throw unmappable(`${path}.${kind}`, 'only auto, any and tool are known')
  const tool = recordAt(inner, `${path}.tool`)
  refuseOthers(tool, `${path}.tool`, ['name'])
  return { type: 'tool', name: stringAt(tool['name'], `${path}.tool.name`) }
}
