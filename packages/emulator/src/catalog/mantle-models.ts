import { type Answer, jsonAnswer } from '../answer/answer.js'
import type { CallerCall } from '../call.js'
import { newMantleRequestId } from '../clock/random.js'
import { hasEnded } from '../models/lifecycle.js'
import { noSuchModel } from '../models/resolve-mantle-model.js'
import type { Catalog } from './foundation-models.js'

interface MantleModel {
  readonly id: string
  readonly object: 'model'
  /** Unix time of the launch. */
  readonly created: number
  readonly owned_by: string
}

/** GET /v1/models of mantle: OpenAI's shape. */
export function listMantleModels(call: CallerCall, catalog: Catalog): Answer {
  return told({ object: 'list', data: modelsOnMantle(call, catalog) })
}

/** GET /v1/models/{id}: with the mode of data retention that is in force. */
export function getMantleModel(call: CallerCall, catalog: Catalog): Answer {
  const model = modelsOnMantle(call, catalog).find(({ id }) => id === call.modelId)
  if (!model) throw noSuchModel(call.modelId ?? '')
  return told({ ...model, data_retention: catalog.settings.dataRetention })
}

function told(body: object): Answer {
  return jsonAnswer(JSON.stringify(body), [['request-id', newMantleRequestId()]])
}

function modelsOnMantle({ region }: CallerCall, { offer, settings }: Catalog): readonly MantleModel[] {
  const now = settings.clock.now()
  return offer.models
    .filter(({ entry }) => !entry.gated && offer.isOnMantle(entry, region) && !hasEnded(entry, region, now))
    .map(({ entry }) => ({
      id: entry.mantleModelId ?? entry.modelId,
      object: 'model',
      created: Math.floor(Date.parse(entry.lifecycle.launched ?? '2026-01-01') / 1000),
      owned_by: 'anthropic',
    }))
}
