/** The shape of `aws-bedrock-models.json`. Every fact in it has a date and a source; `null` and absence mean "not established". */

/** A geography that an inference profile keeps its inference in, as the prefix of the profile's id; `global` means anywhere. */
export type ProfilePrefix = 'us' | 'eu' | 'apac' | 'jp' | 'au' | 'us-gov' | 'global'

export type ModelFamily = 'sonnet' | 'opus' | 'haiku' | 'fable' | 'mythos'

/** US dollars per one million tokens. Absent means unknown, never 0. */
export interface Price {
  readonly input: number
  readonly output: number
  readonly cacheRead?: number
  readonly cacheWrite5m?: number
  readonly cacheWrite1h?: number
  readonly batchInput?: number
  readonly batchOutput?: number
}

export interface Prices {
  /** For a `global.` profile. Absent where the model has one price for all: then `regional` counts. */
  readonly global?: Price
  /** For a geographic profile or the bare id in its region. */
  readonly regional?: Price
  /** For the `us-gov.` profile, where it has a price of its own. */
  readonly usGov?: Price
  /** When the whole input (cached parts included) is over the threshold, every token costs `multiplier` times as much. */
  readonly longContext?: { readonly thresholdInputTokens: number; readonly multiplier: number }
  /** ISO date on which the prices were read. */
  readonly asOf: string
  readonly source: string
}

export interface Lifecycle {
  readonly status: 'ACTIVE' | 'LEGACY' | 'EOL'
  readonly launched?: string
  /** ISO dates. From `legacy` on the model is marked Legacy; after `endOfLife` Bedrock refuses it. */
  readonly legacy?: string
  readonly extendedAccess?: string
  readonly endOfLife?: string
  readonly endOfLifeNotBefore?: string
  /** The key of the model to use instead. */
  readonly successor?: string
  readonly note?: string
}

/** What a model accepts: the rules by which Bedrock refuses a request. */
export interface ParameterRules {
  /** `none`: sampling parameters are refused; `one`: temperature or top_p, not both; `all`: both. */
  readonly sampling: 'none' | 'one' | 'all'
  readonly prefill: boolean
  readonly forcedToolChoice: boolean
  /** `output_config.format` and strict tools on the runtime. */
  readonly structuredOutput: boolean
  readonly thinking: {
    readonly style: 'none' | 'extended' | 'adaptive'
    readonly onByDefault: boolean
    readonly canDisable: boolean
    readonly budgetTokens: boolean
    readonly displayDefault?: 'omitted' | 'summarized'
  }
  /** Accepted values of `output_config.effort`; absent where the model takes none. */
  readonly effort?: { readonly levels: readonly string[]; readonly default: string; readonly maxWhenThinkingDisabled?: string; readonly beta?: string }
  /** Accepted values of `anthropic_version` in the body. */
  readonly anthropicVersions: readonly string[]
}

export interface PromptCacheRules {
  readonly minTokens?: number
  readonly maxPoints: number
  readonly ttl: readonly ('5m' | '1h')[]
  readonly implicit: boolean
}

export interface QuotaDefaults {
  readonly tokensPerMinute?: number
  readonly requestsPerMinute?: number
  readonly onDemandTokensPerMinute?: number
  readonly onDemandRequestsPerMinute?: number
  readonly globalTokensPerMinute?: number
  /** Service Quotas codes. */
  readonly codes?: readonly string[]
  readonly note?: string
}

export interface ModelEntry {
  /** Bedrock's id, without a profile prefix. */
  readonly modelId: string
  readonly displayName: string
  readonly provider: 'anthropic'
  readonly family: ModelFamily
  /** The version as comparable numbers, e.g. [4, 5]. */
  readonly version: readonly number[]
  /** Names under which Anthropic's API and our users call it, besides the key. The first is what `model` says in a reply. */
  readonly names: readonly string[]
  readonly mantleModelId?: string
  readonly surfaces: readonly ('invoke' | 'converse' | 'messages' | 'mantle')[]
  readonly capabilities: readonly string[]
  readonly contextWindow: number
  readonly maxOutputTokens: number
  /** Regions a call may start from, by any means. */
  readonly regions: readonly string[]
  /** Regions where the bare id can be invoked on demand; empty for most since 2025. */
  readonly onDemandRegions: readonly string[]
  readonly mantleRegions?: readonly string[]
  /** Profile prefixes that exist. */
  readonly profiles: readonly ProfilePrefix[]
  /** Prefixes that some source names and none confirms; reported, not chosen. */
  readonly unconfirmedProfiles?: readonly ProfilePrefix[]
  /** By invitation only. */
  readonly gated: boolean
  readonly parameters: ParameterRules
  readonly promptCaching?: PromptCacheRules
  readonly countTokens: { readonly runtime: boolean; readonly mantle: boolean }
  readonly batch?: boolean
  readonly serviceTiers: readonly string[]
  readonly requiresDataRetention?: string
  readonly prices?: Prices
  /** How many tokens of the TPM quota one output token costs. Absent: not published. */
  readonly burndown?: number
  readonly quotas?: QuotaDefaults
  readonly lifecycle: Lifecycle
  readonly tokenizer: 'claude-3' | 'claude-5'
  readonly asOf: string
  readonly source: string
  readonly confidence: 'sure' | 'likely' | 'unsure'
  readonly notes?: string
}

export interface Geography {
  readonly prefix: ProfilePrefix
  /** Regions from which profiles of this prefix may be called; absent for `global`: every commercial region. */
  readonly regions?: readonly string[]
  /** Prices apply by this kind. */
  readonly price: 'global' | 'regional' | 'usGov'
}

export interface ModelRegistry {
  readonly $schema?: string
  readonly asOf: string
  readonly source: string
  readonly modelRegistry: Readonly<Record<string, ModelEntry>>
  /** Family aliases: the newest active, ungated model of the family that region and residency offer. */
  readonly aliases: Readonly<Record<string, { readonly family: ModelFamily }>>
  /** Names that stand for a key of another name, with the reason, e.g. the guide's `claude-3-opus`. */
  readonly renamed: Readonly<Record<string, { readonly key: string; readonly note: string; readonly source: string }>>
  readonly defaultModel: string
  readonly geographies: readonly Geography[]
  /** Commercial and GovCloud regions by partition. */
  readonly regions: Readonly<Record<string, readonly string[]>>
}
