import type { Budget } from '../admit/budgets.js'
import type { QuotaLimits } from '../admit/quota-book.js'
import type { Residency } from '../invocation/request.js'

/** Where a value came from, strongest first. */
export type Origin = 'flag' | 'environment' | 'project file' | 'user file' | 'aws profile' | 'default'

/** A value with its origin. */
export interface Setting<Value> {
  readonly value: Value
  readonly origin: Origin
  /** The variable or the file, where there is one. */
  readonly source?: string
}

/** What is logged: nothing, or everything down to this level. Default `warn`. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/** Everything that can be set from outside, resolved. None of it is a secret. */
export interface Settings {
  /** `--region`, AWS_REGION, AWS_DEFAULT_REGION, the AWS profile; default `us-east-1`. */
  readonly region: Setting<string>
  /** `--profile`, AWS_PROFILE. */
  readonly profile: Setting<string | undefined>
  /** `--endpoint-url`, AWS_ENDPOINT_URL_BEDROCK_RUNTIME, AWS_ENDPOINT_URL, the AWS profile. */
  readonly endpoint: Setting<string | undefined>
  /** AWS_ENDPOINT_URL_BEDROCK, AWS_ENDPOINT_URL, the AWS profile. */
  readonly controlEndpoint: Setting<string | undefined>
  /** AWS_ENDPOINT_URL_SERVICE_QUOTAS, AWS_ENDPOINT_URL, the AWS profile. */
  readonly quotasEndpoint: Setting<string | undefined>
  /** AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, the AWS profile. */
  readonly stsEndpoint: Setting<string | undefined>
  /** AWS_ENDPOINT_URL_IAM, AWS_ENDPOINT_URL, the AWS profile. */
  readonly iamEndpoint: Setting<string | undefined>
  /** `--model`, BEDROCK_DEFAULT_MODEL; default `sonnet`. */
  readonly defaultModel: Setting<string>
  /** `--residency`, OUTCROP_RESIDENCY; default: the geography of the region. */
  readonly residency: Setting<Residency | undefined>
  /** BEDROCK_MAX_RETRIES; default 2. */
  readonly maxRetries: Setting<number>
  /** BEDROCK_TIMEOUT_MS; default 600 000. */
  readonly timeoutMs: Setting<number>
  /** BEDROCK_LOG_LEVEL; default `warn`. */
  readonly logLevel: Setting<LogLevel>
  /** BEDROCK_DEBUG; default false. */
  readonly debug: Setting<boolean>
  /** `--local`, OUTCROP_LOCAL; default false. */
  readonly local: Setting<boolean>
  /** OUTCROP_HOME; default `~/.outcrop`. */
  readonly home: Setting<string>
  /** OUTCROP_MODELS: a file that is laid over the registry. */
  readonly models: Setting<string | undefined>
  /** What a family means here, by `outcrop models --pin`. Only in files. */
  readonly pins: Setting<Readonly<Record<string, string>>>
  /** Longest wait for quota, in milliseconds; default: the client's own, for the command line 120 000. Only in files. */
  readonly maxQueueMs: Setting<number | undefined>
  /** Limits of the account by model key, by `outcrop quota --pin`. Only in files. */
  readonly quotas: Setting<Readonly<Record<string, QuotaLimits>>>
  /** What may be spent, by list price, by all commands that share the ledger. Only in files. */
  readonly budget: Setting<Budget | undefined>
  /** For whose project the ledger counts a call; default: the name of the git repository. Only in files. */
  readonly project: Setting<string | undefined>
  /** For which person the ledger counts a call; default: the name of the system's user. Only in files. */
  readonly user: Setting<string | undefined>
  /** AWS_USE_FIPS_ENDPOINT; default false. */
  readonly fips: Setting<boolean>
  /** AWS_USE_DUALSTACK_ENDPOINT; default false. */
  readonly dualStack: Setting<boolean>
  /** HTTPS_PROXY. May hold a password: show it with {@link withoutPassword}. */
  readonly httpsProxy: Setting<string | undefined>
  /** HTTP_PROXY. */
  readonly httpProxy: Setting<string | undefined>
  /** NO_PROXY. */
  readonly noProxy: Setting<string | undefined>
  /** AWS_CA_BUNDLE. */
  readonly caBundle: Setting<string | undefined>
  /** NODE_EXTRA_CA_CERTS. */
  readonly extraCaCerts: Setting<string | undefined>
}

/** The name of a setting, as in outcrop.config.json. */
export type SettingName = keyof Settings
