import type { GatewayAnswer } from '../exchange/exchange.js'
import { jsonAnswer } from '../exchange/exchange.js'
import type { Serving } from '../serving.js'
import { listModels, oneModel } from '@outcrop/client/messages-protocol'

/** `GET /v1/models`: the models that may be called from here, all on one page unless the query asks for less. */
export async function models({ client }: Pick<Serving, 'client'>, query: string): Promise<GatewayAnswer> {
  return jsonAnswer(await listModels(client, new URLSearchParams(query)))
}

/** `GET /v1/models/{id}`, by any name of the model. */
export async function model({ client }: Pick<Serving, 'client'>, id: string): Promise<GatewayAnswer> {
  return jsonAnswer(await oneModel(client, id))
}
