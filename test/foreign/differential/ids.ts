import { haiku3, haiku45, mumbai, opus41, opus5, sonnet46, us } from './requests.js'
import { bad, converse, converseStream, countTokens, good, invoke, invokeStream, ok } from './row.js'
import type { Refused, Row } from './row.js'

const unknownModel = bad('The provided model identifier is invalid.')
const needsProfile = (id: string) =>
  bad(
    `Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
  )
const ended: Refused = {
  status: 404,
  error: 'ResourceNotFoundException',
  message:
    'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
}
const nonesuch = 'anthropic.claude-nonesuch-9'
const bareSonnet45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
export const ids: readonly Row[] = [
  ...[invoke, invokeStream, converse, converseStream, countTokens].map((one) =>
    one('ids: unknown', 'wire errors', nonesuch, {}, unknownModel),
  ),
  ...[invoke, invokeStream, converse, converseStream].map((one) =>
    one('ids: bare where a profile is needed', 'bedrock 4.3', bareSonnet45, {}, needsProfile(bareSonnet45)),
  ),
  converse(
    'ids: bare of a model of today',
    'bedrock 1.1',
    'anthropic.claude-sonnet-5-5',
    {},
    needsProfile('anthropic.claude-sonnet-5-5'),
  ),
  converse('ids: a model that has ended', 'wire errors', us('claude-sonnet-4-20250514-v1:0'), {}, ended),
  invokeStream('ids: a model that has ended', 'bedrock 1.1', us('claude-sonnet-4-20250514-v1:0'), {}, ended),
  invoke('ids: 3 Haiku where it has ended', 'bedrock 1.1', haiku3, {}, ended),
  invoke('ids: 3 Haiku where it is still listed', 'bedrock 1.1', haiku3, {}, ok, mumbai),
  invoke('ids: a model that is legacy', 'bedrock 1.1', opus41, {}, good('claude-opus-4-1-20250805')),
  invoke('ids: a profile of Japan from Virginia', 'bedrock 1.1', `jp.anthropic.claude-opus-5`, {}, unknownModel),
  converse('ids: a profile of the US from Ireland', 'bedrock 1.1', opus5, {}, unknownModel, { region: 'eu-west-1' }),
  converse('ids: a profile of Europe from Ireland', 'bedrock 1.1', 'eu.anthropic.claude-opus-5', {}, ok, {
    region: 'eu-west-1',
  }),
  converse(
    'ids: a profile that the model has not',
    'bedrock 1.1',
    'eu.anthropic.claude-opus-4-1-20250805-v1:0',
    {},
    unknownModel,
    { region: 'eu-west-1' },
  ),
  converse('ids: a global profile from São Paulo', 'bedrock 1.1', 'global.anthropic.claude-sonnet-5-5', {}, ok, {
    region: 'sa-east-1',
  }),
  invoke(
    'ids: bare in the one region that has it',
    'bedrock 1.1',
    'anthropic.claude-opus-5-5',
    {},
    good('claude-opus-5-5'),
    { region: 'eu-west-2' },
  ),
  invoke(
    'ids: bare in a region without it',
    'bedrock 1.1',
    'anthropic.claude-opus-5-5',
    {},
    needsProfile('anthropic.claude-opus-5-5'),
  ),
  invoke(
    'ids: the ARN of a profile',
    'bedrock 1.1',
    `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${haiku45}`,
    {},
    good('claude-haiku-4-5-20251001'),
  ),
  invoke(
    'ids: the ARN of another region',
    'bedrock 1.1',
    `arn:aws:bedrock:us-west-2:123456789012:inference-profile/${haiku45}`,
    {},
    unknownModel,
  ),
  countTokens(
    'ids: a profile',
    'wire clients 6',
    sonnet46,
    {},
    bad("The provided model doesn't support counting tokens."),
  ),
  countTokens(
    'ids: a model after 4.6',
    'bedrock 2.11',
    'anthropic.claude-opus-4-7',
    {},
    bad("The provided model doesn't support counting tokens."),
  ),
  countTokens(
    'ids: bare though inference needs a profile',
    'bedrock 2.11',
    'anthropic.claude-sonnet-4-6',
    {},
    { ...ok, counted: true },
  ),
  countTokens(
    'the body of an InvokeModel',
    'bedrock 2.11',
    bareSonnet45,
    { invoke: { system: 'Be brief' } },
    { ...ok, counted: true },
  ),
]
