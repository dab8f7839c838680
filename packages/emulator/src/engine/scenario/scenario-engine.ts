import type { ContentBlock } from '@outcrop/wire/anthropic'
import { objectsOf } from '../../request/json.js'
import { contentText, textOf } from '../../request/turns.js'
import { type Tokenizer, estimateTokens } from '../../tokens/estimate.js'
import type { Engine, Question } from '../engine.js'
import type { Reply } from '../../reply.js'
import { signatureOf } from '../../request/thought-signature.js'
import { tokensOfBlock } from '../synthetic/fit-reply.js'
import type { Scenario, ScenarioBlock, ScenarioMatch, ScenarioReply } from './scenario.js'

/** A scenario and how often it has answered. */
interface Prepared {
  readonly name: string
  readonly matches: (question: Question) => boolean
  readonly times: number | undefined
  readonly reply: ScenarioReply
  used: number
}

/** Answers with the first scenario that matches and has not answered as often as it may; has no answer where none does. */
export function scenarioEngine(scenarios: readonly Scenario[]): Engine {
  const prepared = scenarios.map(({ name, match = {}, times, reply }, index): Prepared => ({
    name: name ?? String(index),
    matches: matcherOf(match),
    times,
    reply,
    used: 0,
  }))
  return {
    kind: 'scenario',
    reply(question) {
      const found = prepared.find(({ matches, times, used }) => used < (times ?? Infinity) && matches(question))
      if (!found) return undefined
      found.used += 1
      return replyOf(found.name, found.reply, question)
    },
    unused: () => prepared.flatMap(missedBy),
  }
}

function missedBy({ name, times, used }: Prepared): string[] {
  if (used >= (times ?? 1)) return []
  return [used === 0 ? `'${name}'` : `'${name}' (${used} of ${times} times)`]
}

function matcherOf(match: ScenarioMatch): (question: Question) => boolean {
  const { model, operation, prompt, promptMatches, system, tool, toolResult } = match
  const pattern = typeof promptMatches === 'string' ? new RegExp(promptMatches) : promptMatches
  return (question) => {
    const { request, modelKey, calledId } = question
    if (model !== undefined && ![modelKey, request.entry.modelId, calledId].some((name) => fits(model, name)))
      return false
    if (!fits(operation, question.operation)) return false
    if (system !== undefined && !fits(system, contentText(request.body['system']))) return false
    if (tool !== undefined && !toolNames(question).some((name) => fits(tool, name))) return false
    if (toolResult !== undefined && !toolResults(question).some((text) => fits(toolResult, text))) return false
    if (prompt === undefined && pattern === undefined) return true
    const said = userText(question)
    return fits(prompt, said) && fits(pattern, said)
  }
}

function fits(wanted: string | RegExp | undefined, text: string): boolean {
  if (wanted === undefined) return true
  // `search` ignores the `lastIndex` that a global expression would carry from one request to the next.
  return typeof wanted === 'string' ? text.includes(wanted) : text.search(wanted) >= 0
}

function toolNames({ request }: Question): readonly string[] {
  return objectsOf(request.body['tools']).map((tool) => String(tool['name'] ?? tool['type']))
}

/** What tools answer in the turn that asks. Earlier answers have been dealt with. */
function toolResults({ request }: Question): readonly string[] {
  const results = (request.turns.at(-1)?.blocks ?? []).filter(({ block }) => block['type'] === 'tool_result')
  return results.map(({ block }) => contentText(block['content']))
}

function userText({ request }: Question): string {
  return request.turns
    .filter(({ role }) => role === 'user')
    .map(({ blocks }) => textOf(blocks))
    .join('\n')
}

function replyOf(name: string, reply: ScenarioReply, { request }: Question): Reply {
  const { tokenizer } = request.entry
  const content = contentOf(reply)
  const thinkingTokens = reply.thinking === undefined ? 0 : estimateTokens(reply.thinking, tokenizer)
  const callsTool = content.some((block) => block.type === 'tool_use')
  return {
    content,
    stopReason: reply.stopReason ?? (callsTool ? 'tool_use' : 'end_turn'),
    stopSequence: null,
    outputTokens: thinkingTokens + tokensOfAll(content, tokenizer),
    thinkingTokens,
    ...(reply.usage && { usage: reply.usage }),
    scenario: name,
  }
}

function contentOf({ thinking, content, text }: ScenarioReply): ContentBlock[] {
  const said: readonly ScenarioBlock[] = content ?? (text === undefined ? [] : [{ type: 'text', text }])
  const blocks = said.map((block): ContentBlock => (block.type === 'tool_use' ? { id: '', ...block } : block))
  if (thinking !== undefined) blocks.unshift({ type: 'thinking', thinking, signature: signatureOf(thinking) })
  return blocks
}

function tokensOfAll(content: readonly ContentBlock[], tokenizer: Tokenizer): number {
  return content.reduce((sum, block) => sum + tokensOfBlock(block, tokenizer), 0)
}
