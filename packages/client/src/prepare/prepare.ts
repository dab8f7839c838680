import type { ParameterRules } from '@outcrop/models'
import type { InvokeBody } from '@outcrop/wire/anthropic'
import type { TokenEstimates } from '../count/token-estimates.js'
import type { Handler, PreparedInvocation, PricedAnswer, ResolvedModel, RoutedInvocation } from '../invocation/index.js'
import { PromptCaching } from './cache/prompt-cache.js'
import type { PromptCacheParts } from './cache/prompt-cache.js'
import { apiVersion } from './api-version.js'
import type { Draft, Rule } from './draft.js'
import { effort } from './effort.js'
import { maxTokens } from './max-tokens.js'
import { messages } from './messages.js'
import { output } from './output.js'
import { sampling } from './sampling.js'
import { checkSurface } from './surface.js'
import { thinking } from './thinking.js'
import { toolsAndFormat } from './tools-and-format.js'

/** In order: sampling may turn into effort, so effort comes after it. */
const rules: readonly Rule[] = [apiVersion, messages, thinking, maxTokens, sampling, effort, output, toolsAndFormat]

/**
 * The longest answer that is fetched in one piece: at the pace of the slowest model it stays below the 350 s after
 * which networks drop a silent connection. Above it the answer is streamed, though nobody watches.
 */
const longestWholeAnswer = 8192

/** The rules of a model where it is called: mantle has structured output for none. */
function rulesOf({ entry, surface }: ResolvedModel): ParameterRules | undefined {
  const rules = entry?.parameters
  return rules !== undefined && surface === 'mantle' ? { ...rules, structuredOutput: false } : rules
}

/** A copy for the rules to change, in which what they set in every request has its place already. */
function copyOf(body: RoutedInvocation['request']['body']): Draft['body'] {
  return Object.assign<object, Draft['body']>({ anthropic_version: undefined, max_tokens: undefined }, body)
}

/**
 * Makes the final request by the rules of the model: adapts what gives way, refuses what the model would refuse.
 *
 * @throws RequestError `invalid_request` that names the model's rule; nothing has been sent then
 */
export function createPrepare(
  next: Handler<PreparedInvocation, PricedAnswer>,
  { estimates, ...parts }: PromptCacheParts & { readonly estimates?: TokenEstimates },
): Handler<RoutedInvocation, PricedAnswer> {
  const caching = new PromptCaching(parts)
  return async (invocation, receive) => {
    const { model, request, delivery } = invocation
    checkSurface(invocation)
    const draft: Draft = {
      body: copyOf(request.body),
      defaults: request.defaults,
      output: request.output,
      model: model.key ?? model.calledId,
      entry: model.entry,
      rules: rulesOf(model),
    }
    for (const rule of rules) rule(draft)
    // The rules have supplied what every request needs.
    const body = caching.mark(draft.body as InvokeBody, model, invocation.cache)
    const whole = delivery === 'whole' && body.max_tokens <= longestWholeAnswer
    const operation = whole ? 'InvokeModel' : 'InvokeModelWithResponseStream'
    const answer = await next({ ...invocation, body, operation }, receive)
    const { usage } = answer.message
    caching.answered(body, model, usage)
    // What the emulator counts says nothing of Bedrock.
    if (!answer.emulated) estimates?.answered(body, model.entry, usage)
    return answer
  }
}
