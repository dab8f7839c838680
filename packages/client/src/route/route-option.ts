import type { AwsCredentials, CredentialProvider } from '../credentials/types.js'
import type { CallSurface } from '../invocation/index.js'

/** One way to Bedrock, of the option `routes`. Every member has a default, so `{}` is the client's own region. */
export interface RouteOption {
  /** Default: the client's. */
  readonly region?: string
  /**
   * `invoke`, `messages` or `mantle`. bedrock-mantle has a quota of its own, so a second route to the same region with
   * `surface: 'mantle'` is a second bucket for the same model.
   *
   * @default the client's, else what the model has
   */
  readonly surface?: CallSurface
  /** Profile in AWS's files whose credentials this route takes: another account, for instance. Default: the client's identity. */
  readonly profile?: string
  /** Credentials of this route, or a function that fetches them. Default: the client's identity. */
  readonly credentials?: AwsCredentials | CredentialProvider
  /** Bedrock API key of this route: one is valid in one region only. Wins over `profile` and `credentials`. */
  readonly bearerToken?: string
  /** Address of the runtime, as `endpoint` of the client. Default: the client's, else AWS's for the region. */
  readonly endpoint?: string
  /**
   * Its share of the calls, against the weights of the other routes: all of them have one, or none. Without weights the
   * first route takes every call, and the next ones what it cannot.
   */
  readonly weight?: number
}
