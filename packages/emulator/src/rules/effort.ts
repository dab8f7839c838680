import { isGiven, isObject, quotedChoice } from '../request/json.js'
import type { ChatRequest } from '../request/chat-request.js'
import { thinkingMode } from '../request/thinking-mode.js'
import { type Rule, byModel } from './rule.js'

const ladder = ['low', 'medium', 'high', 'xhigh', 'max']

function effortOf({ body }: ChatRequest): string | undefined {
  const config = body['output_config']
  const effort = isObject(config) ? config['effort'] : undefined
  return isGiven(effort) ? JSON.stringify(effort).replaceAll('"', '') : undefined
}

export const effortSupported: Rule = (request) => {
  if (effortOf(request) === undefined) return undefined
  const { effort } = request.entry.parameters
  if (!effort) return byModel('This model does not support the effort parameter.')
  if (effort.beta !== undefined && !request.betas.has(effort.beta))
    return byModel('output_config.effort: Extra inputs are not permitted')
  return undefined
}

export const effortLevelIsKnown: Rule = (request) => {
  const level = effortOf(request)
  const levels = request.entry.parameters.effort?.levels ?? []
  if (level === undefined || levels.includes(level)) return undefined
  return byModel(`output_config.effort: Input should be ${quotedChoice(levels)}`)
}

export const effortGoesWithThinking: Rule = (request) => {
  const level = effortOf(request)
  const most = request.entry.parameters.effort?.maxWhenThinkingDisabled
  const { kind } = thinkingMode(request)
  if (level === undefined || most === undefined || (kind !== 'off' && kind !== 'between')) return undefined
  if (ladder.indexOf(level) <= ladder.indexOf(most)) return undefined
  return byModel(
    `output_config.effort '${level}' is not supported when thinking is disabled on this model. Use effort '${most}' or below, or enable thinking.`,
  )
}
