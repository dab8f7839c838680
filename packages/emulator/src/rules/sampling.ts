import { isGiven } from '../request/json.js'
import { type Rule, byModel } from './rule.js'

const parameters = ['temperature', 'top_p', 'top_k'] as const

/** Claude 4.7 and later: any value is refused, even the default. */
export const samplingAccepted: Rule = ({ body, entry }) => {
  if (entry.parameters.sampling !== 'none') return undefined
  const name = parameters.find((one) => isGiven(body[one]))
  return name === undefined ? undefined : byModel(`\`${name}\` is deprecated for this model.`)
}

export const samplingInRange: Rule = ({ body }) => {
  for (const name of parameters) {
    const value = body[name]
    if (!isGiven(value)) continue
    if (typeof value !== 'number') return byModel(`${name}: Input should be a valid number`)
    if (value < 0) return byModel(`${name}: Input should be greater than or equal to 0`)
    const most = name === 'top_k' ? 500 : 1
    if (value > most) return byModel(`${name}: Input should be less than or equal to ${most}`)
  }
  return undefined
}

export const oneSamplingParameter: Rule = ({ body, entry }) => {
  if (entry.parameters.sampling !== 'one' || !isGiven(body['temperature']) || !isGiven(body['top_p'])) return undefined
  return byModel('`temperature` and `top_p` cannot both be specified for this model. Please use only one.')
}
