import { matchOperation, operations } from '@outcrop/wire/bedrock'
import type { Received } from '../call.js'
import type { EmulatedOperation, Endpoint, ServiceQuotasOperation } from '../operation.js'
import { originForm } from '../origin-form.js'
import { matchQuery } from './match-query.js'

export interface RequestMatch {
  readonly operation: EmulatedOperation
  readonly endpoint: Endpoint
  /** Of the path, decoded once. */
  readonly modelId?: string
  readonly query: URLSearchParams
}

/** Which operation a request is for, by its method, its still encoded path and, beyond Bedrock, a header or its form. */
export function matchRequest(request: Received): RequestMatch | undefined {
  const target = originForm(request.path)
  const match = matchOperation(request.method, target)
  if (match) {
    const { name, modelId, query } = match
    return { operation: name, endpoint: operations[name].service, ...(modelId !== undefined && { modelId }), query }
  }
  const [path = '', query] = target.split('?', 2)
  const found = matchPath(request.method, path) ?? matchServiceQuotas(request, path)
  if (found === undefined) return matchQuery(request)
  return { ...found, query: new URLSearchParams(query ?? '') }
}

type PathMatch = Omit<RequestMatch, 'query'>

const paths: Readonly<Record<string, PathMatch>> = {
  'POST /anthropic/v1/messages': { operation: 'Messages', endpoint: 'runtime' },
  'POST /mantle/anthropic/v1/messages': { operation: 'Messages', endpoint: 'mantle' },
  'POST /mantle/anthropic/v1/messages/count_tokens': { operation: 'MessagesCountTokens', endpoint: 'mantle' },
  'POST /tagResource': { operation: 'TagResource', endpoint: 'control' },
  'POST /untagResource': { operation: 'UntagResource', endpoint: 'control' },
  'POST /listTagsForResource': { operation: 'ListTagsForResource', endpoint: 'control' },
  'GET /mantle/v1/models': { operation: 'ListModels', endpoint: 'mantle' },
}

const oneModel = /^\/mantle\/v1\/models\/([^/]+)$/

function matchPath(method: string, path: string): PathMatch | undefined {
  const key = `${method} ${path}`
  if (Object.hasOwn(paths, key)) return paths[key]
  const id = method === 'GET' ? oneModel.exec(path)?.[1] : undefined
  const modelId = id === undefined ? undefined : decoded(id)
  return modelId === undefined ? undefined : { operation: 'GetModel', endpoint: 'mantle', modelId }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const serviceQuotas: readonly ServiceQuotasOperation[] = [
  'GetServiceQuota',
  'ListAWSDefaultServiceQuotas',
  'ListServiceQuotas',
]

/** JSON 1.1: every operation has the same path, and its name in a header. */
function matchServiceQuotas({ method, headers }: Received, path: string): PathMatch | undefined {
  const target = headers['x-amz-target']
  if (method !== 'POST' || path !== '/' || typeof target !== 'string') return undefined
  const operation = serviceQuotas.find((name) => target === `ServiceQuotasV20190624.${name}`)
  return operation && { operation, endpoint: 'service-quotas' }
}
