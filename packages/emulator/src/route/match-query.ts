import { Buffer } from 'node:buffer'
import { queryContentType, readQuery } from '@outcrop/wire/query'
import type { Received } from '../call.js'
import type { QueryOperation } from '../operation.js'
import { originForm } from '../origin-form.js'
import type { RequestMatch } from './match-request.js'

const endpoints: Readonly<Record<QueryOperation, 'sts' | 'iam'>> = {
  GetCallerIdentity: 'sts',
  SimulatePrincipalPolicy: 'iam',
}

/** The query protocol of STS and IAM: every operation has the same path, and its name in the form that is sent. */
export function matchQuery({ method, path, headers, body }: Received): RequestMatch | undefined {
  const type = headers['content-type']
  if (method !== 'POST' || originForm(path) !== '/' || typeof type !== 'string' || !type.startsWith(queryContentType))
    return undefined
  const action = readQuery(Buffer.from(body).toString('utf8'))?.action
  const operation = (Object.keys(endpoints) as QueryOperation[]).find((name) => name === action)
  return operation && { operation, endpoint: endpoints[operation], query: new URLSearchParams() }
}
