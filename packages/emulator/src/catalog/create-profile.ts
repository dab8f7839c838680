import { type Answer, jsonAnswer } from '../answer/answer.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { CallerCall } from '../call.js'
import type { Tag } from '../models/application-profiles.js'
import { calledModel } from '../models/resolve-model.js'
import { type JsonObject, isGiven, isObject, objectsOf } from '../request/json.js'
import { asObject, unreadableBody } from '../request/parse-json.js'
import { applicationProfileArn } from '../models/arns.js'
import type { Catalog } from './foundation-models.js'
import { outOfRange } from './paging.js'

/** POST /inference-profiles: a profile of the account's own, over a model or over a profile of AWS's. */
export function createInferenceProfile(call: CallerCall, catalog: Catalog): Answer {
  const body = asObject(call.received.json())
  if (!body) throw unreadableBody()
  const { description, clientRequestToken: token } = body
  const { settings, profiles } = catalog
  const created = profiles.create({
    name: checkedText(body['inferenceProfileName'], 'inferenceProfileName', namePattern, 64),
    ...(isGiven(description) && {
      description: checkedText(description, 'description', descriptionPattern, 200),
    }),
    region: call.region,
    copyFrom: checkedSource(body['modelSource'], call, catalog),
    createdAt: settings.clock.now(),
    tags: tagsIn(body['tags']),
    ...(typeof token === 'string' && { clientRequestToken: token }),
  })
  const inferenceProfileArn = applicationProfileArn(created.id, call.region, settings.account)
  return jsonAnswer(JSON.stringify({ inferenceProfileArn, status: 'ACTIVE' }), [], 201)
}

// As the model of the API has them, in botocore.
const namePattern = '([0-9a-zA-Z][ _-]?)+'
const descriptionPattern = '([0-9a-zA-Z:.][ _-]?)+'
const sourcePattern =
  'arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|foundation-model)/[a-zA-Z0-9-:.]+'

function checkedText(value: unknown, path: string, pattern: string, most: number): string {
  if (!isGiven(value)) throw outOfRange(null, path, 'not be null')
  const text = String(value)
  if (text.length > most) throw outOfRange(text, path, `have length less than or equal to ${most}`)
  if (!new RegExp(`^${pattern}$`).test(text))
    throw outOfRange(text, path, `satisfy regular expression pattern: ${pattern}`)
  return text
}

function checkedSource(source: unknown, call: CallerCall, { offer, settings, profiles }: Catalog): string {
  if (!isObject(source)) throw outOfRange(null, 'modelSource', 'not be null')
  const copyFrom = checkedText(source['copyFrom'], 'modelSource.copyFrom', sourcePattern, 2048)
  // What could not be called cannot be copied.
  calledModel(copyFrom, call, { offer, settings, profiles })
  return copyFrom
}

/** The tags of a request. @throws {ServiceFault} for too many, or ones without a key. */
export function tagsIn(value: unknown): readonly Tag[] {
  const tags = objectsOf(value)
  if (tags.length > mostTags)
    throw new ServiceFault(400, 'TooManyTagsException', `The request has more than ${mostTags} tags.`)
  return tags.map(tagFrom)
}

const mostTags = 200

function tagFrom({ key, value }: JsonObject, index: number): Tag {
  if (typeof key !== 'string' || key === '') throw outOfRange(null, `tags.${index + 1}.member.key`, 'not be null')
  return { key, value: typeof value === 'string' ? value : '' }
}
