/** What a Bedrock API key tells of itself, none of it secret. */
export type ApiKeyFacts =
  | {
      readonly kind: 'short-term'
      readonly accessKeyId: string
      /** The only region that takes it. */
      readonly region: string
      /** When it ends at the latest, in milliseconds since 1970. */
      readonly endsAt: number
    }
  | { readonly kind: 'long-term'; readonly user?: string; readonly account?: string }
  /** In no shape that AWS gives its keys: a gateway's, or cut. */
  | { readonly kind: 'other' }

const shortTerm = /^bedrock-api-key-([A-Za-z0-9+/=_-]+)$/
const longTerm = /^ABSK([A-Za-z0-9+/]+={0,2})$/

/** Reads a key: a short-term one is a signed address inside, a long-term one names its IAM user. */
export function readApiKey(token: string): ApiKeyFacts {
  const [, inner] = shortTerm.exec(token) ?? []
  if (inner !== undefined) return shortTermFacts(Buffer.from(inner, 'base64').toString('utf8')) ?? { kind: 'other' }
  const [, long] = longTerm.exec(token) ?? []
  if (long === undefined) return { kind: 'other' }
  const [, user, account] = /^([\w+=,.@-]+?-at-(\d{12})):/.exec(Buffer.from(long, 'base64').toString('utf8')) ?? []
  return { kind: 'long-term', ...(user !== undefined && { user }), ...(account !== undefined && { account }) }
}

function shortTermFacts(address: string): ApiKeyFacts | undefined {
  const query = new URLSearchParams(address.slice(address.indexOf('?') + 1))
  const [accessKeyId, , region] = (query.get('X-Amz-Credential') ?? '').split('/')
  const signedAt = timeOf(query.get('X-Amz-Date') ?? '')
  const seconds = Number(query.get('X-Amz-Expires') ?? Number.NaN)
  if (accessKeyId === undefined || region === undefined || signedAt === undefined || !(seconds > 0)) return undefined
  return { kind: 'short-term', accessKeyId, region, endsAt: signedAt + seconds * 1000 }
}

function timeOf(date: string): number | undefined {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const time = Date.parse(iso)
  return iso === date || Number.isNaN(time) ? undefined : time
}
