import { isGiven, isObject, objectsOf, quotedList } from '../request/json.js'
import { type Rule, byModel } from './rule.js'

const kinds = ['any', 'auto', 'none', 'tool']

export const toolChoiceIsKnown: Rule = ({ body: { tool_choice: choice } }) => {
  if (!isGiven(choice)) return undefined
  if (!isObject(choice))
    return byModel('tool_choice: Input should be a valid dictionary or object to extract fields from')
  if (!kinds.includes(String(choice['type'])))
    return byModel(
      `tool_choice: Input tag '${String(choice['type'])}' found using 'type' does not match any of the expected tags: ${quotedList(kinds)}`,
    )
  if (choice['type'] === 'tool' && typeof choice['name'] !== 'string')
    return byModel('tool_choice.tool.name: Field required')
  return undefined
}

export const toolChoiceHasTools: Rule = ({ body }) => {
  if (!isGiven(body['tool_choice']) || objectsOf(body['tools']).length > 0) return undefined
  return byModel('tool_choice: tool_choice may only be specified while providing tools')
}

export const chosenToolIsOffered: Rule = ({ body }) => {
  const choice = body['tool_choice']
  if (!isObject(choice) || choice['type'] !== 'tool') return undefined
  const offered = objectsOf(body['tools']).some((tool) => tool['name'] === choice['name'])
  return offered ? undefined : byModel(`Tool '${String(choice['name'])}' not found in provided tools`)
}

/** Opus 5.5, Sonnet 5.5 and Fable from 5.1 on choose their tools themselves. */
export const forcedChoiceAccepted: Rule = ({ body: { tool_choice: choice }, entry }) => {
  if (entry.parameters.forcedToolChoice !== false || !isObject(choice)) return undefined
  if (choice['type'] !== 'any' && choice['type'] !== 'tool') return undefined
  return byModel('tool_choice: type "tool" and "any" are not supported for this model.')
}
