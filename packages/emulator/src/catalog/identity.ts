import { parseArn } from '@outcrop/wire/bedrock'
import type { Answer } from '../answer/answer.js'
import type { CallerCall } from '../call.js'
import type { Catalog } from './foundation-models.js'
import { queryAnswer } from './query-answer.js'

/** GetCallerIdentity of STS: who calls. */
export function getCallerIdentity(call: CallerCall, { account, settings }: Catalog): Answer {
  const { callerArn } = account
  const session = /:assumed-role\/[^/]+\/(.+)$/.exec(callerArn)?.[1]
  const id = session === undefined ? 'AIDACKCEVSQ6C2EXAMPLE' : `AROACKCEVSQ6C2EXAMPLE:${session}`
  const owner = parseArn(callerArn)?.account ?? ''
  return queryAnswer(call, 'sts', {
    Arn: callerArn,
    UserId: id,
    Account: owner === '' ? settings.account : owner,
  })
}
