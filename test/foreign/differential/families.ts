import {
  fable5,
  fable51,
  fable52,
  haiku45,
  haiku55,
  opus45,
  opus46,
  opus48,
  opus5,
  opus55,
  sonnet45,
  sonnet46,
  sonnet5,
  sonnet55,
} from './requests.js'
import { converse, converseStream, good, invoke, invokeStream, ok } from './row.js'
import type { Row } from './row.js'

export const families: readonly Row[] = [
  invoke('good: Haiku 4.5', 'bedrock 2.9', haiku45, {}, good('claude-haiku-4-5-20251001')),
  invokeStream('good: Sonnet 4.5', 'bedrock 2.9', sonnet45, {}, good('claude-sonnet-4-5-20250929')),
  invokeStream('good: Opus 4.6', 'wire facts', opus46, {}, good('claude-opus-4-6')),
  invokeStream('good: Sonnet 4.6', 'bedrock 2.9', sonnet46, {}, good('claude-sonnet-4-6')),
  converse('good: Opus 4.5', 'bedrock 1.1', opus45, {}, { ...ok, stopReason: 'end_turn', content: ['text'] }),
  converseStream('good: Opus 4.8', 'bedrock 1.2', opus48, {}, { ...ok, stopReason: 'end_turn', content: ['text'] }),
  invoke('good: Opus 5', 'bedrock 2.9', opus5, {}, good('claude-opus-5')),
  converseStream('good: Sonnet 5', 'bedrock 1.1', sonnet5, {}, { ...ok, stopReason: 'end_turn' }),
  invokeStream('good: Fable 5', 'bedrock 1.1', fable5, {}, good('claude-fable-5')),
  converse('good: Fable 5.1', 'bedrock 1.1', fable51, {}, { ...ok, stopReason: 'end_turn' }),
  invokeStream('good: Opus 5.5', 'bedrock 1.1', opus55, {}, good('claude-opus-5-5')),
  converseStream('good: Sonnet 5.5', 'bedrock 1.1', sonnet55, {}, { ...ok, stopReason: 'end_turn' }),
  converse('good: Haiku 5.5', 'bedrock 1.1', haiku55, {}, { ...ok, stopReason: 'end_turn' }),
  invokeStream('good: Fable 5.2', 'bedrock 1.1', fable52, {}, good('claude-fable-5-2')),
]
