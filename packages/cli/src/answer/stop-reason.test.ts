import { expect, test } from 'vitest'
import { answerFault } from './stop-reason.js'

const outcome = (stop_reason: string | null) => answerFault({ stop_reason }, 100)?.outcome

test.each([
  ['end_turn', undefined],
  ['stop_sequence', undefined],
  ['tool_use', undefined],
  ['something new', undefined],
  [null, undefined],
  ['refusal', 'refused'],
  ['guardrail_intervened', 'refused'],
  ['content_filtered', 'refused'],
  ['max_tokens', 'truncated'],
  ['model_context_window_exceeded', 'truncated'],
])('stop reason %s ends in %s', (reason, expected) => {
  expect(outcome(reason)).toBe(expected)
})

test('a truncated answer names its limit and a larger one', () => {
  const fault = answerFault({ stop_reason: 'max_tokens' }, 800)
  expect(fault?.message).toContain('800 tokens')
  expect(fault?.remedy).toContain('--max-tokens 1600')
})

test('a refusal says why where the model does', () => {
  const stop_details = { type: 'refusal', category: 'cyber', explanation: 'asks for malware' }
  expect(answerFault({ stop_reason: 'refusal', stop_details }, 100)?.message).toContain('asks for malware')
})
