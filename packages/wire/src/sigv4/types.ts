/** What AWS calls a credential. Secrets: never log one, never put one in an error. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Present with temporary credentials (STS, SSO, instance roles). */
  readonly sessionToken?: string
}

/** A request as it will be sent. What changes after signing makes the signature false. */
export interface RequestToSign {
  readonly method: string
  /** The `Host` header (HTTP/1.1) or `:authority` (HTTP/2) as sent, with the port unless it is the scheme's own. */
  readonly host: string
  /** Which of the two the host travels in. Default `host`. AWS's own SDKs sign `:authority` over HTTP/2. */
  readonly hostHeader?: 'host' | ':authority'
  /** The request target exactly as sent: already percent-encoded, with `?query` if there is one. */
  readonly path: string
  /**
   * Lower-case names. All are signed, so leave out what a proxy on the way may change (`user-agent`, `connection`,
   * `x-amzn-trace-id`, …). Those that signing itself makes are replaced.
   */
  readonly headers: Readonly<Record<string, string>>
  /** A string stands for its UTF-8 bytes. */
  readonly body: string | Uint8Array
}

/** What a signature is valid for. */
export interface Scope {
  readonly region: string
  /** `bedrock` for the runtime and the control plane, `bedrock-mantle` for mantle. */
  readonly service: string
  /** Signing time; AWS accepts five minutes of difference. */
  readonly date: Date
}

/** A request as a server received it. */
export interface ReceivedRequest {
  readonly method: string
  /** The request target, raw: still encoded, with its query. */
  readonly path: string
  /**
   * Lower-case names, as node:http and node:http2 give them; may hold `:authority`. A header that came more than once is
   * an array (`headersDistinct` of node:http): joined with `, ` it would no longer be what was signed.
   */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Uint8Array
}

/** What a verifier knows of an access key. */
export interface KnownCredential {
  readonly secretAccessKey: string
  /** If present, the request has to carry exactly this token. */
  readonly sessionToken?: string
  /** True once the credential's time is over. */
  readonly expired?: boolean
}

/** What a verifier knows and accepts. */
export interface VerifyOptions {
  /** Accepted service name or names of the credential scope. */
  readonly service: string | readonly string[]
  /** The region this endpoint serves; any region is accepted if absent. */
  readonly region?: string
  /** The verifier's own time. */
  readonly date: Date
  /** The credential of an access key id; undefined for a key that does not exist. */
  readonly lookup: (accessKeyId: string) => KnownCredential | undefined
  /** How far the signing time may be from `date`, in seconds. Default 300, as AWS. */
  readonly skewSeconds?: number
}

/** Who signed, and how. */
export interface Accepted {
  readonly ok: true
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
  readonly scheme: 'header' | 'presigned' | 'bearer'
}

/** A refusal as AWS words it. */
export interface Refused {
  readonly ok: false
  /** HTTP status. */
  readonly status: number
  /** Exception name, such as `InvalidSignatureException`. */
  readonly type: string
  readonly message: string
  /** True where AWS answers `{"Message":…}` instead of `{"message":…}` (API keys). */
  readonly capitalMessage?: boolean
}

/** What came of the check of a signature. */
export type Verdict = Accepted | Refused
