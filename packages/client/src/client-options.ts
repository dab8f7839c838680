import type { RegistryOverlay } from '@outcrop/models'
import type { Budget } from './admit/budgets.js'
import type { QuotaLimits } from './admit/quota-book.js'
import type { Clock } from './clock/index.js'
import type { AwsCredentials, CredentialProvider } from './credentials/types.js'
import type { CacheOption, CallSurface, Residency, RetryOptions, Tags } from './invocation/index.js'
import type { LedgerOption } from './ledger-option.js'
import type { Logger } from './observe/log.js'
import type { LogLevel } from './settings/index.js'
import type { RouteOption } from './route/route-option.js'

/** What {@link createClient} takes. Everything has a default; the order is always option > environment > AWS profile > default. */
export interface ClientOptions extends RetryOptions {
  /**
   * AWS region to call.
   *
   * @default AWS_REGION, AWS_DEFAULT_REGION, the region of the AWS profile, else `us-east-1`, with a notice
   */
  readonly region?: string
  /**
   * Address of the runtime: a VPC endpoint, a gateway, the emulator.
   *
   * @default AWS_ENDPOINT_URL_BEDROCK_RUNTIME, AWS_ENDPOINT_URL, else AWS's own for the region
   */
  readonly endpoint?: string
  /**
   * Address of the control plane, for inference profiles.
   *
   * @default AWS_ENDPOINT_URL_BEDROCK, AWS_ENDPOINT_URL, else `endpoint` unless that is one of AWS's own hosts, else AWS's
   */
  readonly controlEndpoint?: string
  /**
   * Credentials, or a function that fetches them. A bearer token wins over them.
   *
   * @default the environment, then AWS's files and services as its own SDKs search them
   */
  readonly credentials?: AwsCredentials | CredentialProvider
  /** Bedrock API key; wins over all credentials. Default: AWS_BEARER_TOKEN_BEDROCK. */
  readonly bearerToken?: string
  /** Name of a profile in AWS's files. Default: AWS_PROFILE. */
  readonly profile?: string
  /** Model of the calls that name none. Default: BEDROCK_DEFAULT_MODEL, else `sonnet`. */
  readonly defaultModel?: string
  /**
   * Longest wait without progress, in milliseconds: until the first byte, and from one byte to the next.
   *
   * @default BEDROCK_TIMEOUT_MS, else 600 000, because a model may think that long in silence
   */
  readonly timeoutMs?: number
  /** Longest wait for a connection (name, TCP, proxy and TLS), in milliseconds. Default: 10 000. */
  readonly connectTimeoutMs?: number
  /** Longest time of a call with all its attempts and waits, in milliseconds. Default: 3 600 000, Bedrock's own limit. */
  readonly deadlineMs?: number
  /**
   * The way to call models: InvokeModel, or the Messages API on bedrock-runtime or on bedrock-mantle.
   *
   * @default `invoke`; `mantle` for a model that has nothing else
   */
  readonly surface?: CallSurface
  /**
   * Ways to Bedrock, ordered or weighted: regions, accounts, surfaces. An attempt that fails for want of capacity or of a
   * network goes on to the next. All keep to the residency.
   *
   * @default one, of `region`
   */
  readonly routes?: readonly RouteOption[]
  /** Where inference may run. Default: OUTCROP_RESIDENCY, else the geography of the region. */
  readonly residency?: Residency
  /**
   * Limits of the account by model key, where they are known: calls then wait until there is quota instead of being
   * refused. Others are learned from refusals. `outcrop quota --json` prints what the account has.
   *
   * @example { 'claude-sonnet-4-5': { tokensPerMinute: 300_000, requestsPerMinute: 60 } }
   */
  readonly quotas?: Readonly<Record<string, QuotaLimits>>
  /**
   * Longest wait for quota, in milliseconds, apart from the time of the call itself. It counts against the deadline and
   * not against `maxRetries`. 0: a call that is throttled is tried again as any other failure.
   *
   * @default as long as the deadline allows
   */
  readonly maxQueueMs?: number
  /**
   * What the client may spend, by list price. A call whose worst cost does not fit is refused with `budget_exceeded`
   * before it is sent. With a `ledger` that counts budgets, `day` and `month` hold for all who share it. Default: none.
   */
  readonly budget?: Budget
  /** Models that differ from the registry or are missing in it: laid over it. Default: the file that OUTCROP_MODELS names. */
  readonly models?: RegistryOverlay
  /** Names that stand for another name here, such as `{ sonnet: 'claude-sonnet-4-5' }`. Default: none. */
  readonly pins?: Readonly<Record<string, string>>
  /** Use FIPS endpoints. Default: AWS_USE_FIPS_ENDPOINT. */
  readonly fips?: boolean
  /** Use endpoints that also speak IPv6. Default: AWS_USE_DUALSTACK_ENDPOINT. */
  readonly dualStack?: boolean
  /** Whom the calls are for, where a call itself does not say otherwise. Default: nobody. */
  readonly tags?: Tags
  /**
   * Keeps a record of every attempt that was sent, also of those that failed: a ledger of `@outcrop/ledger`, or a
   * function. It is waited for, and if it fails the call fails with a `LedgerError`. Default: none.
   */
  readonly ledger?: LedgerOption
  /**
   * Hears what is worth knowing and no error: an assumed region, a legacy model, a parameter that gave way. Each once.
   * They are also kept in `client.notices`.
   */
  readonly onNotice?: (notice: string) => void
  /** Where cache points are set, unless a call says otherwise. Default: `auto`. */
  readonly cache?: CacheOption
  /**
   * Takes the log: `bedrock_success`, `bedrock_error`, and what else its level lets through. Default: none; nothing is
   * written anywhere then.
   */
  readonly logger?: Logger
  /** What goes to `logger`: `error`, `warn` (notices too), `info` (successes too), `debug` (attempts too) or `silent`. Default: BEDROCK_LOG_LEVEL, else `warn`. */
  readonly logLevel?: LogLevel
  /** Show each attempt on standard error. Default: BEDROCK_DEBUG. */
  readonly debug?: boolean
  /** Time and chance, for tests. Default: those of the machine. */
  readonly clock?: Clock
  /** Variables to read instead of the process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}
