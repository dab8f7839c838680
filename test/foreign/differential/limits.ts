import { haiku3, haiku45, mumbai, opus41, opus48, sonnet45, sonnet46, sonnet5, user } from './requests.js'
import { bad, converse, invoke, ok } from './row.js'
import type { Row } from './row.js'

const malformed = (faults: string) =>
  bad(`Malformed input request: ${faults}, please reformat your input and try again.`)
export const limits: readonly Row[] = [
  invoke('max_tokens: none', 'bedrock 4.3', haiku45, { max_tokens: undefined }, bad('max_tokens: Field required')),
  invoke(
    'max_tokens: none on 3 Haiku',
    'bedrock 4.3',
    haiku3,
    { max_tokens: undefined },
    malformed('#: required key [max_tokens] not found'),
    mumbai,
  ),
  invoke(
    'max_tokens: none, no version and a strange member on 3 Haiku',
    'bedrock 4.3',
    haiku3,
    { max_tokens: undefined, anthropic_version: undefined, toolConfig: {} },
    malformed(
      '#: subject must not be valid against schema {"required":["messages"]}#: required key [max_tokens] not found#: required key [anthropic_version] not found#: extraneous key [toolConfig] is not permitted',
    ),
    mumbai,
  ),
  invoke(
    'max_tokens: too many on Sonnet 5',
    'bedrock 4.3',
    sonnet5,
    { max_tokens: 999_999 },
    bad(
      'max_tokens: 999999 > 128000, which is the maximum allowed number of output tokens for anthropic.claude-sonnet-5',
    ),
  ),
  invoke(
    'max_tokens: too many on Haiku 4.5',
    'bedrock 4.3',
    haiku45,
    { max_tokens: 64_001 },
    bad('The maximum tokens you requested exceeds the model limit of 64000'),
  ),
  converse(
    'max_tokens: too many on 3 Haiku',
    'wire errors',
    haiku3,
    { inferenceConfig: { maxTokens: 4097 } },
    bad(
      'The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.',
    ),
    mumbai,
  ),
  converse(
    'max_tokens: too many on Opus 4.1',
    'bedrock 4.3',
    opus41,
    { inferenceConfig: { maxTokens: 32_001 } },
    bad(
      'The maximum tokens you requested exceeds the model limit of 32000. Try again with a maximum tokens value that is lower than 32000.',
    ),
  ),
  converse('max_tokens: none, which Converse allows', 'bedrock 2.10', haiku45, { inferenceConfig: undefined }, ok),
  invoke(
    'context length: above 200K on Haiku 4.5',
    'bedrock 4.3',
    haiku45,
    { messages: [user('word '.repeat(200_000))] },
    bad('Input is too long for requested model.'),
  ),
  invoke(
    'context length: above 1M on Opus 4.8',
    'bedrock 4.3',
    opus48,
    { messages: [user('word '.repeat(700_000))] },
    bad(/^prompt is too long: \d{7} tokens > 1000000 maximum$/),
  ),
  invoke(
    'context length: above 200K on Sonnet 4.5 with the 1M beta',
    'bedrock 7.4',
    sonnet45,
    { anthropic_beta: ['context-1m-2025-08-07'], messages: [user('word '.repeat(200_000))] },
    ok,
  ),
  invoke(
    'context length: above 200K on Sonnet 4.6',
    'bedrock 7.4',
    sonnet46,
    { messages: [user('word '.repeat(200_000))] },
    ok,
  ),
]
