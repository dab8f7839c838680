import type { Scenario } from '../engine/scenario/scenario.js'
import { isObject } from '../request/json.js'
import { ConfigFault } from './config-fault.js'
import { objectAt } from './members.js'

/** What a scenario may match, and what each means. */
export const scenarioMatchMembers = {
  model: "Part of the model's key, its Bedrock id or the id that was called.",
  operation: "The operation's name, such as ConverseStream, or a part of it.",
  prompt: 'Part of all that the user says in the conversation.',
  promptMatches: 'A regular expression for the same.',
  system: 'Part of the system prompt.',
  tool: 'Part of the name of a tool that is offered.',
  toolResult: "Part of what tools answer in the last turn; '' fits any answer.",
} as const

/** What a scenario may answer. */
export const scenarioReplyMembers = {
  text: 'One block of text. Ignored where content is given.',
  content: "Blocks in Anthropic's shapes; a tool_use without id gets one.",
  thinking: 'A thinking block before all else.',
  stopReason: 'Default: tool_use where a tool is called, else end_turn.',
  usage: "Counts that replace the estimated ones, in Anthropic's names.",
} as const

/** @throws {ConfigFault} that names the scenario and its mistake */
export function parseScenarios(value: unknown): readonly Scenario[] {
  if (!Array.isArray(value)) throw new ConfigFault('engine.scenarios has to be a list')
  return value.map((scenario, index) => parseScenario(scenario, `engine.scenarios.${index}`))
}

function parseScenario(value: unknown, path: string): Scenario {
  const { name, match, times, reply } = objectAt(value, path, ['name', 'match', 'times', 'reply'])
  checkText(name, `${path}.name`)
  if (match !== undefined) checkMatch(match, `${path}.match`)
  if (times !== undefined && !(Number.isInteger(times) && Number(times) >= 1))
    throw new ConfigFault(`${path}.times has to be a whole number from 1 on`)
  checkReply(reply, `${path}.reply`)
  return value as Scenario
}

function checkMatch(value: unknown, path: string): void {
  const match = objectAt(value, path, Object.keys(scenarioMatchMembers))
  for (const [name, part] of Object.entries(match)) checkText(part, `${path}.${name}`)
  const { promptMatches: pattern } = match
  if (typeof pattern !== 'string') return
  try {
    RegExp(pattern)
  } catch (error) {
    throw new ConfigFault(`${path}.promptMatches is no regular expression: ${(error as Error).message}`)
  }
}

function checkReply(value: unknown, path: string): void {
  const reply = objectAt(value, path, Object.keys(scenarioReplyMembers))
  const { text, content, usage } = reply
  if (text === undefined && content === undefined)
    throw new ConfigFault(`${path} needs text, or content as a list of blocks`)
  for (const name of ['text', 'thinking', 'stopReason']) checkText(reply[name], `${path}.${name}`)
  if (usage !== undefined && !isObject(usage)) throw new ConfigFault(`${path}.usage has to be an object`)
  if (content === undefined) return
  if (!Array.isArray(content)) throw new ConfigFault(`${path}.content has to be a list of blocks`)
  for (const [index, block] of content.entries())
    if (!isObject(block) || typeof block['type'] !== 'string')
      throw new ConfigFault(`${path}.content.${index} has to be a content block with a type`)
}

function checkText(value: unknown, path: string): void {
  if (value !== undefined && typeof value !== 'string') throw new ConfigFault(`${path} has to be a string`)
}
