/** AWS credentials. Secrets: the client never logs them and never puts them into an error. */
export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Comes with temporary credentials. */
  readonly sessionToken?: string
  /** When temporary credentials end; the client asks its source again five minutes before. */
  readonly expiration?: Date
}

/**
 * Fetches credentials each time it is called; the client keeps what it returns until shortly before it expires. With
 * `forceRefresh` the client says that Bedrock called the last ones expired, so a cache would not help. The providers of
 * AWS's own library fit.
 */
export type CredentialProvider = (options?: { readonly forceRefresh?: boolean }) => Promise<AwsCredentials>

/** Who calls, and how that is proven. `source` and `profile` name where it came from, and are fit to be shown. */
export type Identity =
  | {
      readonly kind: 'sigv4'
      readonly credentials: AwsCredentials
      readonly source: CredentialSource
      readonly profile?: string
    }
  | { readonly kind: 'bearer'; readonly token: string; readonly source: CredentialSource }

/** `options`: given to createClient; `environment`: variables; `profile`: AWS's files; `chain`: what else AWS's library found. */
export type CredentialSource = 'options' | 'environment' | 'profile' | 'chain'
