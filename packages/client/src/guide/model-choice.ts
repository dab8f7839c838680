import type { Client } from '../client.js'
import type { ClientOptions } from '../client-options.js'
import { createParts } from '../client-parts.js'
import { calledModel } from './called-model.js'
import { clientOf } from './shared-client.js'

/**
 * The id under which a model is called from here: that of its inference profile where it needs one, as nearly all do.
 *
 * @param modelKey any name: a key, a family, an API name, a bare id. Default: BEDROCK_DEFAULT_MODEL, else `sonnet`
 * @param options what decides the region, the residency and the registry; default: the environment
 * @throws RequestError `unknown_model`, `model_end_of_life` or `profile_required`
 * @example
 * getModelId('claude-sonnet-4-5') // 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' in us-east-1
 */
export function getModelId(modelKey?: string, options: ClientOptions = {}): string {
  return calledModel(modelKey, createParts(options)).calledId
}

/** A task as the guide tells them apart. */
export interface CodingTask {
  /** How much thought it takes. `high`: the strongest family. */
  readonly complexity?: 'low' | 'medium' | 'high' | (string & {})
  /** What is to be done; counts where nothing is said of the complexity. */
  readonly kind?: 'generate' | 'refactor' | 'fix' | 'test' | 'document' | 'design' | 'debug' | 'optimize' | 'audit'
}

const deepKinds: ReadonlySet<string> = new Set(['design', 'debug', 'optimize', 'audit'])

/**
 * The family of models for a task: `opus` for what takes many steps, `sonnet` for all else. A family means its newest
 * active model where the call goes.
 *
 * @example
 * await invokeModel(prompt, modelForTask({ complexity: 'high' }))
 */
export function modelForTask({ complexity, kind }: CodingTask = {}): 'opus' | 'sonnet' {
  const isDeep = complexity === undefined ? deepKinds.has(kind ?? '') : complexity === 'high'
  return isDeep ? 'opus' : 'sonnet'
}

/**
 * The likely number of tokens of a text for a model, without a call. `client.estimateTokens` gives an upper bound too, and
 * `client.countTokens` asks Bedrock.
 *
 * @param model decides the tokenizer; default: the client's default model
 */
export function estimateTokens(text: string, model?: string, options: { readonly client?: Client } = {}): number {
  return clientOf(options).estimateTokens({ text, ...(model !== undefined && { model }) }).tokens
}
