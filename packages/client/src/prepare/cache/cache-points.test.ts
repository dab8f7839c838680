import { registry } from '@outcrop/models'
import type { InvokeBody } from '@outcrop/wire/anthropic'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokenizerOfEntry } from '../../count/tokenizer-of.js'
import { setCachePoints } from './cache-points.js'

const models = Object.values(registry.modelRegistry).flatMap((entry) =>
  entry.promptCaching === undefined ? [] : [{ rules: entry.promptCaching, tokenizer: tokenizerOfEntry(entry) }],
)

const text = fc.oneof(
  fc.constant(''),
  fc.string(),
  fc.integer({ min: 1, max: 900 }).map((lines) => 'const value = read(next)\n'.repeat(lines)),
)
const block = fc.oneof(
  text.map((words) => ({ type: 'text' as const, text: words })),
  text.map((words) => ({ type: 'thinking' as const, thinking: words, signature: 's' })),
  text.map((words) => ({ type: 'tool_result' as const, tool_use_id: 'a', content: words })),
)
const turn = fc.record({
  role: fc.constantFrom('user' as const, 'assistant' as const),
  content: fc.oneof(text, fc.array(block, { maxLength: 4 })),
})
const body: fc.Arbitrary<Partial<InvokeBody>> = fc.record(
  {
    system: fc.oneof(
      text,
      fc.array(
        text.map((words) => ({ type: 'text' as const, text: words })),
        { maxLength: 3 },
      ),
    ),
    tools: fc.array(
      text.map((description) => ({ name: 'x', description, input_schema: { type: 'object' as const } })),
      { maxLength: 3 },
    ),
    messages: fc.array(turn, { minLength: 1, maxLength: 6 }),
  },
  { requiredKeys: ['messages'] },
)

/** Times to live, in the order of the prefix. */
function points({ tools, system, messages }: Partial<InvokeBody>): string[] {
  const found: string[] = []
  JSON.stringify([tools, system, messages], (name, value: { ttl?: string } | null) => {
    if (name === 'cache_control' && value !== null) found.push(value.ttl ?? '5m')
    return value
  })
  return found
}

/** The body without its points, with each text as a list of blocks. */
const bare = (given: Partial<InvokeBody>): unknown =>
  JSON.parse(
    JSON.stringify(
      {
        ...given,
        system: blocks(given.system),
        messages: given.messages?.map(({ role, content }) => ({ role, content: blocks(content) })),
      },
      (name, value: unknown) => (name === 'cache_control' ? undefined : value),
    ),
  )
const blocks = (content: unknown) => (typeof content === 'string' ? [{ type: 'text', text: content }] : content)

function always(check: (before: Partial<InvokeBody>, after: Partial<InvokeBody>, most: number) => void): void {
  fc.assert(
    fc.property(
      body,
      fc.constantFrom(...models),
      fc.constantFrom('5m' as const, '1h' as const),
      (given, model, ttl) => {
        const copy = structuredClone(given)
        const after = { ...given, ...setCachePoints(given, { ...model, ttl }) }
        expect(given).toEqual(copy)
        check(given, after, model.rules.maxPoints)
      },
    ),
    { numRuns: 300 },
  )
}

const long = 'const value = read(next)\n'.repeat(900)
const full: Partial<InvokeBody> = {
  system: long,
  tools: [{ name: 'x', description: long, input_schema: { type: 'object' } }],
  messages: [
    { role: 'user', content: long },
    { role: 'assistant', content: [{ type: 'text', text: 'Yes.' }] },
    { role: 'user', content: long },
  ],
}

describe('cache points', () => {
  test('change nothing that a model reads', () => {
    always((before, after) => {
      expect(bare(after)).toEqual(bare(before))
    })
  })

  test('are never more than the model takes', () => {
    always((_, after, most) => {
      expect(points(after).length).toBeLessThanOrEqual(most)
    })
    const [first] = models
    for (let maxPoints = 0; maxPoints <= 4; maxPoints++) {
      const rules = { maxPoints, minTokens: 1024, ttl: ['5m'] as const }
      const after = {
        ...full,
        ...setCachePoints(full, { rules, tokenizer: first?.tokenizer ?? 'claude-5', ttl: '5m' }),
      }
      expect(points(after)).toHaveLength(maxPoints)
    }
  })

  test('never let a later one live longer', () => {
    const inOrder = (after: Partial<InvokeBody>) => {
      const found = points(after)
      expect(found).toEqual([...found].toSorted())
    }
    always((_, after) => {
      inOrder(after)
    })
    for (const model of models) inOrder({ ...full, ...setCachePoints(full, { ...model, ttl: '1h' }) })
  })

  test('ask for no time to live that the model does not have', () => {
    for (const model of models) {
      const found = points({ ...full, ...setCachePoints(full, { ...model, ttl: '1h' }) })
      expect(new Set(found)).toEqual(new Set([model.rules.ttl.includes('1h') ? '1h' : '5m']))
    }
  })

  test('are not set on thoughts and empty texts, which cannot carry one', () => {
    always((_, after) => {
      expect(JSON.stringify(after)).not.toMatch(/"text":"","cache_control"|"signature":"s","cache_control"/)
    })
  })
})
