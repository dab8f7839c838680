import type { Client } from '../client.js'
import type { CallOptions, InvokeRequest } from '../invocation/index.js'

/** What the guide's functions take besides a prompt: all that a call takes, and parts of the request. */
export interface GuideOptions
  extends CallOptions, Pick<InvokeRequest, 'model' | 'system' | 'maxTokens' | 'temperature' | 'effort'> {
  /** Who calls. Default: a client that the guide's functions share, made from the environment by the first call. */
  readonly client?: Client
}

/** For code, if nobody says otherwise; a model without sampling drops it, or takes effort instead. */
const temperatureForCode = 0.3

/** What is asked for, and how the call is made. */
export interface GuideCall {
  readonly request: InvokeRequest
  readonly options: CallOptions
}

/** Parts the options of a guide's function into those of the request and those of the call. */
export function callOf(prompt: string, options: Omit<GuideOptions, 'client'>): GuideCall {
  const { model, system, maxTokens, temperature, effort, ...call } = options
  const request = {
    prompt,
    defaults: { temperature: temperatureForCode },
    ...(model !== undefined && { model }),
    ...(system !== undefined && { system }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(effort !== undefined && { effort }),
  }
  return { request, options: call }
}
