import { matchOperation, messagesApiPath, messagesCountPath } from '@outcrop/wire/bedrock'
import type { OperationMatch, OperationName } from '@outcrop/wire/bedrock'

type Plain<Name extends string> = Name extends unknown ? { readonly name: Name } : never

/** What a request asks for. */
export type Route =
  | Plain<'live' | 'ready' | 'health' | 'hello' | 'metrics' | 'generate' | 'messages' | 'count' | 'models'>
  | { readonly name: 'model'; readonly id: string }
  | { readonly name: 'bedrock'; readonly match: OperationMatch; readonly operation: BedrockOperation }
  | { readonly name: 'none'; readonly status: 404 | 405 }

/** The operations of Bedrock that are served here. */
export type BedrockOperation = Extract<
  OperationName,
  | 'InvokeModel'
  | 'InvokeModelWithResponseStream'
  | 'Converse'
  | 'ConverseStream'
  | 'CountTokens'
  | 'ListInferenceProfiles'
  | 'GetInferenceProfile'
>

const served: ReadonlySet<string> = new Set<BedrockOperation>([
  'InvokeModel',
  'InvokeModelWithResponseStream',
  'Converse',
  'ConverseStream',
  'CountTokens',
  'ListInferenceProfiles',
  'GetInferenceProfile',
])

const fixed: Readonly<Record<string, { readonly method: string; readonly route: Route }>> = {
  '/health/live': { method: 'GET', route: { name: 'live' } },
  '/health/ready': { method: 'GET', route: { name: 'ready' } },
  '/health/bedrock': { method: 'GET', route: { name: 'health' } },
  '/metrics': { method: 'GET', route: { name: 'metrics' } },
  '/': { method: 'GET', route: { name: 'hello' } },
  '/api/hello': { method: 'GET', route: { name: 'hello' } },
  '/api/generate': { method: 'POST', route: { name: 'generate' } },
  '/v1/messages': { method: 'POST', route: { name: 'messages' } },
  '/v1/messages/count_tokens': { method: 'POST', route: { name: 'count' } },
  // Where Bedrock itself has the Messages API, for clients that know it from there.
  [messagesApiPath]: { method: 'POST', route: { name: 'messages' } },
  [messagesCountPath]: { method: 'POST', route: { name: 'count' } },
  '/v1/models': { method: 'GET', route: { name: 'models' } },
}

/** Reads method and path as they are: no dots are resolved and nothing is decoded but the name of a model, once. */
export function routeOf(method: string, path: string, query: string): Route {
  const asked = method === 'HEAD' ? 'GET' : method
  if (Object.hasOwn(fixed, path)) {
    const known = fixed[path]
    return known?.method === asked ? known.route : { name: 'none', status: 405 }
  }
  const id = /^\/v1\/models\/([^/]+)$/.exec(path)?.[1]
  if (id !== undefined && asked === 'GET') {
    const decoded = decodedOnce(id)
    return decoded === undefined ? { name: 'none', status: 404 } : { name: 'model', id: decoded }
  }
  const match = matchOperation(asked, query === '' ? path : `${path}?${query}`)
  return match !== undefined && isServed(match.name)
    ? { name: 'bedrock', match, operation: match.name }
    : { name: 'none', status: 404 }
}

function isServed(name: OperationName): name is BedrockOperation {
  return served.has(name)
}

function decodedOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Whose shape an error has, by the path alone: also where there is no such route. */
export function protocolOf(path: string): 'anthropic' | 'bedrock' | 'plain' {
  if (path.startsWith('/v1/') || path.startsWith('/anthropic/')) return 'anthropic'
  return /^\/(?:model|inference-profiles)(?:\/|$)/.test(path) ? 'bedrock' : 'plain'
}
