/** What an address of the Messages API asks for. */
export type Route =
  | { readonly name: 'messages' | 'count' | 'models' | 'none' }
  | { readonly name: 'model'; readonly id: string }

/** Reads method and path; what stands before `/v1` is the base address that the SDK was given, and says nothing. */
export function routeOf(method: string, path: string): Route {
  const [, rest = '', id] = /\/v1\/(messages|messages\/count_tokens|models|models\/([^/]+))\/?$/.exec(path) ?? []
  if (method === 'POST' && rest === 'messages') return { name: 'messages' }
  if (method === 'POST' && rest === 'messages/count_tokens') return { name: 'count' }
  if (method !== 'GET') return { name: 'none' }
  if (id !== undefined) return { name: 'model', id: decodeURIComponent(id) }
  return { name: rest === 'models' ? 'models' : 'none' }
}
