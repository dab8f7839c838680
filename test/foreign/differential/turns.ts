import {
  conversePrefill,
  haiku45,
  newVersion,
  noPrefill,
  opus46,
  opus48,
  opus55,
  prefill,
  said,
  sonnet46,
  user,
} from './requests.js'
import { bad, converse, good, invoke, invokeStream, ofModel, ok } from './row.js'
import type { Row } from './row.js'

export const turns: readonly Row[] = [
  invoke('prefill: on Sonnet 4.6', 'bedrock 4.3', sonnet46, prefill, bad(noPrefill)),
  invokeStream('prefill: on Opus 4.6', 'bedrock 1.2', opus46, prefill, bad(noPrefill)),
  converse('prefill: on Opus 5.5', 'bedrock 4.3', opus55, conversePrefill, ofModel(noPrefill)),
  invoke('prefill: on Haiku 4.5', 'bedrock 1.2', haiku45, prefill, ok),
  invoke(
    'roles: a role that does not exist',
    'bedrock 2.10',
    haiku45,
    { messages: [user('a'), said('tool', 'x')] },
    bad(/role/),
  ),
  invoke(
    'roles: system before version 2026-10-21',
    'wire clients 5',
    opus48,
    { messages: [user('a'), said('system', 'b')] },
    bad(/system/),
  ),
  invoke(
    'roles: system in version 2026-10-21',
    'wire clients 5',
    opus48,
    { ...newVersion, messages: [user('a'), said('system', 'b'), user('c')] },
    good('claude-opus-4-8'),
  ),
  converse(
    'roles: a role that does not exist',
    'bedrock 2.10',
    haiku45,
    { messages: [user([{ text: 'a' }]), said('tool', [{ text: 'x' }])] },
    bad(/user, assistant, system/),
  ),
]
