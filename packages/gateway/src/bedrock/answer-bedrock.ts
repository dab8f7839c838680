import type { OperationMatch } from '@outcrop/wire/bedrock'
import type { GatewayAnswer, GatewayRequest } from '../exchange/exchange.js'
import type { BedrockOperation } from '../routes.js'
import type { Serving } from '../serving.js'
import { converse, converseStream } from './converse-routes.js'
import { countRoute } from './count-route.js'
import { invokeModel, invokeModelStreamed } from './model-routes.js'
import { getProfile, listProfiles } from './profiles.js'

type Answering = (request: GatewayRequest, serving: Serving, match: OperationMatch) => Promise<GatewayAnswer>

/** What answers each operation of Bedrock. */
export const bedrockAnswers: Readonly<Record<BedrockOperation, Answering>> = {
  InvokeModel: invokeModel,
  InvokeModelWithResponseStream: invokeModelStreamed,
  Converse: converse,
  ConverseStream: converseStream,
  CountTokens: countRoute,
  ListInferenceProfiles: (_, serving, match) => listProfiles(serving, match),
  GetInferenceProfile: (_, serving, match) => getProfile(serving, match),
}
