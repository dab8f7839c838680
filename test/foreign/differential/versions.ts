import { assistant, haiku45, newVersion, opus46, opus47, opus48, sonnet45, sonnet46, text, user } from './requests.js'
import { bad, converse, good, invoke, invokeStream, ok } from './row.js'
import type { Row } from './row.js'

export const versions: readonly Row[] = [
  invoke(
    'api version: none',
    'wire clients 5',
    haiku45,
    { anthropic_version: undefined },
    bad('anthropic_version: Field required'),
  ),
  invoke(
    'api version: Anthropic’s own',
    'wire clients 5',
    haiku45,
    { anthropic_version: '2023-06-01' },
    bad('Invalid API version: 2023-06-01'),
  ),
  invoke('api version: the new one on Sonnet 4.5', 'bedrock 2.9', sonnet45, newVersion, bad(/2026-10-21/)),
  invokeStream('api version: the new one on Opus 4.6', 'wire clients 5', opus46, newVersion, bad(/2026-10-21/)),
  invoke('api version: the new one on Opus 4.7', 'bedrock 2.9', opus47, newVersion, good('claude-opus-4-7')),
  invoke(
    'api version: the new one with temperature',
    'bedrock 1.2',
    opus48,
    { ...newVersion, temperature: 1 },
    bad(/^temperature: /),
  ),
  invoke(
    'api version: the new one with a document of the assistant',
    'bedrock 1.2',
    opus48,
    {
      ...newVersion,
      messages: [
        user('a'),
        assistant([{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } }]),
        user('b'),
      ],
    },
    bad(/messages\.1\.content\.0.*document/),
  ),
  invoke(
    'api version: the new one with citations of the user',
    'bedrock 1.2',
    opus48,
    { ...newVersion, messages: [user([{ ...text('a'), citations: [{ type: 'char_location' }] }])] },
    bad(/citations/),
  ),
  invoke('members: model in the body', 'bedrock 2.9', haiku45, { model: 'claude-haiku-4-5' }, bad(/^model: /)),
  invoke('members: stream in the body', 'bedrock 2.9', haiku45, { stream: true }, bad(/^stream: /)),
  invoke(
    'betas: an unknown flag',
    'bedrock 4.3',
    haiku45,
    { anthropic_beta: ['no-such-beta-2026-01-01'] },
    bad('invalid beta flag'),
  ),
  converse(
    'betas: an unknown flag',
    'bedrock 7.2',
    sonnet46,
    { additionalModelRequestFields: { anthropic_beta: ['no-such-beta-2026-01-01'] } },
    bad(/invalid beta flag$/),
  ),
  invoke(
    'betas: flags of AWS’s own list',
    'bedrock 7.2',
    sonnet45,
    { anthropic_beta: ['computer-use-2025-01-24', 'Interleaved-thinking-2025-05-14', 'context-1m-2025-08-07'] },
    ok,
  ),
]
