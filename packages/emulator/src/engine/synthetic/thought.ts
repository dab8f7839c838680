import { isObject } from '../../request/json.js'
import type { ThinkingBlock } from '@outcrop/wire/anthropic'
import { lostThought } from '../../request/lost-thought.js'
import { thinkingMode } from '../../request/thinking-mode.js'
import { estimateTokens } from '../../tokens/estimate.js'
import type { Question } from '../engine.js'
import { signatureOf } from '../../request/thought-signature.js'
import { firstLine } from './prompt-words.js'
import type { Random } from '../../seed/random.js'

export interface Thought {
  readonly block: ThinkingBlock
  readonly tokens: number
}

// With less room than this the engine, which may choose, does not think: probes ask for a token or two.
const leastRoomToThink = 256

/** What the model thinks before it answers; undefined where it does not. `afterResult`: a tool has just answered. */
export function thoughtFor(
  { request }: Question,
  prompt: string,
  random: Random,
  afterResult: boolean,
): Thought | undefined {
  const mode = thinkingMode(request)
  const { output_config: config, max_tokens: maxTokens } = request.body
  const effort = isObject(config) ? config['effort'] : undefined
  if (mode.kind === 'off' || (mode.kind === 'between' && !afterResult)) return undefined
  // A turn that began without a thought goes on without one.
  if (lostThought(request)) return undefined
  if (mode.kind !== 'budget' && (effort === 'low' || Number(maxTokens) < leastRoomToThink)) return undefined
  const thinking = [
    `The request begins with “${firstLine(prompt, 40)}”.`,
    random.pick([
      'A short answer will do.',
      'It needs no more than one step.',
      'The shape matters more than the words.',
    ]),
    afterResult ? 'The tool has answered, so this can be finished.' : 'Nothing has to be looked up for it.',
  ].join(' ')
  const shown = mode.shown ? thinking : ''
  return {
    block: { type: 'thinking', thinking: shown, signature: signatureOf(shown) },
    tokens: estimateTokens(thinking, request.entry.tokenizer),
  }
}
