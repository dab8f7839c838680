import {
  deprecated,
  fable52,
  haiku3,
  haiku45,
  haiku55,
  mumbai,
  notBoth,
  opus47,
  opus48,
  opus5,
  sonnet45,
  sonnet46,
  sonnet55,
} from './requests.js'
import { bad, converse, converseStream, invoke, invokeStream, ofModel, ok } from './row.js'
import type { Row } from './row.js'

export const sampling: readonly Row[] = [
  invoke('sampling: temperature 0 on 4.8', 'bedrock 4.3', opus48, { temperature: 0 }, bad(deprecated)),
  invoke(
    'sampling: temperature 1 on 4.7, though it is the default',
    'bedrock 1.2',
    opus47,
    { temperature: 1 },
    bad(deprecated),
  ),
  invokeStream('sampling: temperature on Sonnet 5.5', 'bedrock 1.2', sonnet55, { temperature: 0.5 }, bad(deprecated)),
  converse(
    'sampling: temperature on Opus 5',
    'bedrock 4.3',
    opus5,
    { inferenceConfig: { temperature: 0.5 } },
    ofModel(deprecated),
  ),
  converseStream(
    'sampling: temperature on Haiku 5.5',
    'bedrock 4.3',
    haiku55,
    { inferenceConfig: { temperature: 0.5 } },
    ofModel(deprecated),
  ),
  invoke('sampling: top_k on Fable 5.2', 'bedrock 1.2', fable52, { top_k: 5 }, bad(/top_k/)),
  invoke(
    'sampling: temperature and top_p on Haiku 4.5',
    'bedrock 4.3',
    haiku45,
    { temperature: 0.5, top_p: 0.9 },
    bad(notBoth),
  ),
  converse(
    'sampling: temperature and topP on Sonnet 4.6',
    'bedrock 4.3',
    sonnet46,
    { inferenceConfig: { temperature: 0.5, topP: 0.9 } },
    ofModel(notBoth),
  ),
  invoke(
    'sampling: temperature and top_p on 3 Haiku',
    'bedrock 1.2',
    haiku3,
    { temperature: 0.5, top_p: 0.9 },
    ok,
    mumbai,
  ),
  invoke('sampling: temperature on Sonnet 4.5', 'bedrock 1.2', sonnet45, { temperature: 0.5 }, ok),
  converse(
    'sampling: temperature of 2',
    'bedrock 4.3',
    haiku45,
    { inferenceConfig: { temperature: 2 } },
    bad(
      "1 validation error detected: Value '2.0' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
    ),
  ),
]
