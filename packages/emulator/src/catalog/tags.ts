import { type Answer, jsonAnswer } from '../answer/answer.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { CallerCall } from '../call.js'
import type { ApplicationProfile } from '../models/application-profiles.js'
import { asObject } from '../request/parse-json.js'
import { findApplicationProfile } from './application-profiles.js'
import { tagsIn } from './create-profile.js'
import type { Catalog } from './foundation-models.js'

/** POST /listTagsForResource */
export function listTagsForResource(call: CallerCall, catalog: Catalog): Answer {
  return jsonAnswer(JSON.stringify({ tags: taggedIn(call, catalog).tags }))
}

/** POST /tagResource: a key that is there already gets the new value. */
export function tagResource(call: CallerCall, catalog: Catalog): Answer {
  const { id, tags } = taggedIn(call, catalog)
  const added = tagsIn(asObject(call.received.json())?.['tags'])
  const kept = tags.filter(({ key }) => !added.some((tag) => tag.key === key))
  catalog.profiles.retag(id, [...kept, ...added])
  return jsonAnswer('{}')
}

/** POST /untagResource */
export function untagResource(call: CallerCall, catalog: Catalog): Answer {
  const { id, tags } = taggedIn(call, catalog)
  const keys = asObject(call.received.json())?.['tagKeys']
  const gone = Array.isArray(keys) ? keys : []
  catalog.profiles.retag(
    id,
    tags.filter(({ key }) => !gone.includes(key)),
  )
  return jsonAnswer('{}')
}

/** Of what can be tagged on Bedrock, only inference profiles of the account's own are here. */
function taggedIn({ received, region }: CallerCall, catalog: Catalog): ApplicationProfile {
  const arn = asObject(received.json())?.['resourceARN']
  const found = typeof arn === 'string' ? findApplicationProfile(arn, region, catalog) : undefined
  if (found) return found
  throw new ServiceFault(404, 'ResourceNotFoundException', `The resource ${String(arn)} was not found.`)
}
