/**
 * The shape of `aws-bedrock-models.json`. A fact that is not established is absent: never `null`, never guessed. Dates
 * are ISO dates in UTC; where only the month is known, `YYYY-MM`.
 */

/** A geography that an inference profile keeps its inference in, as the prefix of the profile's id; `global` means anywhere. */
export type ProfilePrefix = 'us' | 'eu' | 'apac' | 'jp' | 'au' | 'us-gov' | 'global'

/** A line of models of one size; its name is an alias for the newest of them. */
export type ModelFamily = 'sonnet' | 'opus' | 'haiku' | 'fable' | 'mythos'

/** How sure a fact is: `sure` = its source was read; `likely` = one secondary or older source, or a rule; `unsure` = hearsay. */
export type Confidence = 'sure' | 'likely' | 'unsure'

/** Which of a model's prices counts: by the profile that is called. */
export type PriceKind = 'global' | 'regional' | 'usGov'

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

/** Prices by kind. They are the same on bedrock-runtime and on bedrock-mantle. */
export interface Prices {
  /** For a `global.` profile. Absent where there is none, or no price for it was found. */
  readonly global?: Price
  /** For a geographic profile other than `us-gov.`, and for the bare id in its region, mantle included. */
  readonly regional?: Price
  /** For the `us-gov.` profile. It differs from `regional` where it is known, so one does not stand for the other. */
  readonly usGov?: Price
  /** When the whole input (cache reads and writes included) is over the threshold, every token costs `multiplier` times as much. */
  readonly longContext?: { readonly thresholdInputTokens: number; readonly multiplier: number }
  /** Prices above that no list shows: worked out by the published multipliers, e.g. `usGov.cacheRead`. */
  readonly derived?: readonly string[]
  /** ISO date on which the prices were read. */
  readonly asOf: string
  readonly source: string
  readonly note?: string
}

/** When a model was launched, and when it leaves. Dates are days, `2026-11-30`. */
export interface Lifecycle {
  /** As of the entry's date. At any other time the dates below decide. */
  readonly status: 'ACTIVE' | 'LEGACY' | 'EOL'
  readonly launched?: string
  /** From this date on the model is marked Legacy. */
  readonly legacy?: string
  /** From this date on AWS may ask a higher price. */
  readonly extendedAccess?: string
  /** After this date Bedrock refuses the model. */
  readonly endOfLife?: string
  readonly endOfLifeNotBefore?: string
  /** How long the model will be marked Legacy before it ends, in AWS's words. */
  readonly legacyPeriod?: string
  /** Regions in which Bedrock still listed the model after its end elsewhere, and when that was seen. */
  readonly stillListed?: { readonly regions: readonly string[]; readonly asOf: string }
  /**
   * The key of the model to use instead. Our choice, not AWS's: the newest active, ungated model of the family that has
   * a profile in every geography in which this one had.
   */
  readonly successor?: string
  readonly note?: string
}

/** How a model thinks, and what may be said about it. */
export interface ThinkingRules {
  /** `extended`: asked for with a token budget; `adaptive`: the model decides how long. */
  readonly style: 'none' | 'extended' | 'adaptive'
  readonly onByDefault: boolean
  /** Whether `thinking: { type: 'disabled' }` is taken. */
  readonly canDisable?: boolean
  /** Whether `budget_tokens` is taken. */
  readonly budgetTokens: boolean
  /** Whether `thinking: { type: 'between_tools' }` is taken. Absent: not established. */
  readonly betweenTools?: boolean
  readonly displayDefault?: 'omitted' | 'summarized'
  /** Thinking blocks are bound to the model and the exact turns before them: altered turns are refused. Absent: not established. */
  readonly boundToPrefix?: boolean
}

/** Which levels of effort a model takes, and which it has without being told. */
export interface EffortRules {
  readonly levels: readonly string[]
  readonly default: string
  /** The highest level taken when thinking is off, or reduced to `between_tools`. */
  readonly maxWhenThinkingDisabled?: string
  /** The beta flag without which effort is refused. */
  readonly beta?: string
}

/** What a model accepts: the rules by which Bedrock refuses a request. An absent rule is not established. */
export interface ParameterRules {
  /** `none`: sampling parameters are refused; `one`: temperature or top_p, not both; `all`: both. */
  readonly sampling?: 'none' | 'one' | 'all'
  /** Whether the conversation may end with the assistant's turn. */
  readonly prefill?: boolean
  /** Whether `tool_choice` may be `any` or `tool`. */
  readonly forcedToolChoice?: boolean
  /** `output_config.format` and strict tools on bedrock-runtime; mantle has neither. */
  readonly structuredOutput?: boolean
  readonly thinking?: ThinkingRules
  /** Values of `output_config.effort`; absent where the model takes none. */
  readonly effort?: EffortRules
  /** Values of `anthropic_version` in the body, the most widely taken first. */
  readonly anthropicVersions: readonly string[]
}

/** What the prompt cache of a model takes: its least prefix in tokens, how many cache points, how long. */
export interface PromptCacheRules {
  /** Shortest prefix that is cached; below it a cache point is silently ignored. */
  readonly minTokens?: number
  readonly maxPoints: number
  readonly ttl: readonly ('5m' | '1h')[]
  /** Whether prefixes are also cached without a mark, as far as possible. Absent: not established. */
  readonly implicit?: boolean
}

/** A limit on tokens and, for older models, on requests. */
export interface RateQuota {
  readonly tokensPerMinute?: number
  readonly requestsPerMinute?: number
}

/** AWS's default quotas of an account, for each region that calls start from. New accounts may have less. */
export interface QuotaDefaults extends RateQuota {
  /** For the bare id. */
  readonly onDemand?: RateQuota
  /** For the `global.` profile, where it is listed apart. */
  readonly global?: RateQuota
  /** For requests with the 1M-context beta. */
  readonly longContext?: RateQuota
  readonly mantle?: { readonly inputTokensPerMinute?: number; readonly outputTokensPerMinute?: number }
  /** Service Quotas codes of the first two. */
  readonly codes?: { readonly tokensPerMinute?: string; readonly requestsPerMinute?: string }
  readonly note?: string
}

/** A way to call a model: InvokeModel, Converse, or the Messages API on bedrock-runtime or on bedrock-mantle. */
export type Surface = 'invoke' | 'converse' | 'messages' | 'mantle'

/** What a source is about: each lists ids of {@link ModelRegistry.sources}. */
export type FactGroup = 'ids' | 'regions' | 'limits' | 'rules' | 'caching' | 'prices' | 'quotas' | 'lifecycle'

/** What is known of one model, with its sources and their date. */
export interface ModelEntry {
  /** Bedrock's id, without a profile prefix. */
  readonly modelId: string
  readonly displayName: string
  readonly provider: 'anthropic'
  readonly family: ModelFamily
  /** The version as comparable numbers, e.g. [4, 5]. */
  readonly version: readonly number[]
  /** Names under which Anthropic's API knows it. The first is what `model` says in a reply; it may equal the key. */
  readonly names: readonly string[]
  readonly mantleModelId?: string
  /** Ways to call it; empty where not established. */
  readonly surfaces: readonly Surface[]
  readonly capabilities: readonly string[]
  readonly contextWindow: number
  readonly maxOutputTokens: number
  /**
   * Regions where a call was seen to be possible, by any means. A region outside may have it too: some lists cover only
   * the regions that are on by default. Absent: not established.
   */
  readonly regions?: readonly string[]
  /** Regions where the bare id can be invoked on demand; empty for most since 2025. */
  readonly onDemandRegions: readonly string[]
  readonly mantleRegions?: readonly string[]
  /** Profile prefixes that exist. */
  readonly profiles: readonly ProfilePrefix[]
  /** Prefixes that may exist, for want of a source that says so or denies it: never chosen, taken when named in full. */
  readonly unconfirmedProfiles?: readonly ProfilePrefix[]
  /** By invitation only. */
  readonly gated: boolean
  readonly parameters: ParameterRules
  readonly promptCaching?: PromptCacheRules
  /** Where tokens can be counted. Absent: not established. */
  readonly countTokens: { readonly runtime?: boolean; readonly mantle?: boolean }
  readonly batch?: boolean
  /** Service tiers. Absent: not established. */
  readonly serviceTiers?: readonly string[]
  /** The lowest data retention mode of the account with which the model answers. */
  readonly requiresDataRetention?: string
  readonly prices?: Prices
  /** How many tokens of the TPM quota one output token costs. Absent: not published. */
  readonly burndown?: number
  readonly quotas?: QuotaDefaults
  readonly lifecycle: Lifecycle
  /** The vocabulary: `claude-3` up to version 4.6, `claude-5` from 4.7 on (about 30 % more tokens for the same text). */
  readonly tokenizer: 'claude-3' | 'claude-5'
  readonly asOf: string
  /** Where the facts come from, by group. */
  readonly sources?: Readonly<Partial<Record<FactGroup, readonly string[]>>>
  readonly confidence: Confidence
  readonly notes?: string
}

/** A group of regions that inference profiles of one prefix keep to. */
export interface Geography {
  readonly prefix: ProfilePrefix
  /** Regions from which profiles of this prefix may be called; absent for `global`: every region of the partition `aws`. */
  readonly regions?: readonly string[]
  /** Prices apply by this kind. */
  readonly price: PriceKind
  /** Only older models have profiles of it. */
  readonly olderModelsOnly?: boolean
  readonly confidence: Confidence
  readonly sources: readonly string[]
  readonly note?: string
}

/** Where a fact was read, and when. */
export interface Source {
  readonly title: string
  readonly url?: string
  /** When it was read, or the state of it that was read. */
  readonly readOn: string
}

/** A beta flag, and who is known to take it. */
export interface Beta {
  readonly name: string
  /** In AWS's own list for InvokeModel. */
  readonly documented: boolean
  /** Surfaces on which LiteLLM passes it on; elsewhere it drops the flag. */
  readonly forwarded: readonly ('invoke' | 'converse' | 'mantle')[]
  /** The flag that means the same on InvokeModel. */
  readonly invokeName?: string
  /** Members of the body that go with the flag and are refused without it; `*` stands for every tool. */
  readonly fields?: readonly string[]
  readonly note?: string
}

/** The whole registry: models by key, aliases, geographies, and where each fact comes from. */
export interface ModelRegistry {
  readonly $schema?: string
  readonly asOf: string
  readonly source: string
  readonly sources: Readonly<Record<string, Source>>
  /** Newest first. */
  readonly modelRegistry: Readonly<Record<string, ModelEntry>>
  /** Family aliases: the newest active, ungated model of the family that region and residency offer. */
  readonly aliases: Readonly<Record<string, { readonly family: ModelFamily }>>
  /** Names that stand for a key of another name, with the reason. They win over a key of the same name. */
  readonly renamed: Readonly<Record<string, { readonly key: string; readonly note: string; readonly source: string }>>
  readonly defaultModel: string
  /** Narrow ones before wide ones: the first that holds a region is the region's own. */
  readonly geographies: readonly Geography[]
  /** Regions by partition. */
  readonly regions: Readonly<Record<string, readonly string[]>>
  /** Regions that have bedrock-mantle at all. */
  readonly mantleRegions: readonly string[]
  /** Limits of an account over all models. */
  readonly accountQuotas: {
    readonly tokensPerDay: number
    readonly adjustable: boolean
    readonly sources: readonly string[]
  }
  /** Tokens of quota that one output token costs where the model does not say: on bedrock-runtime an assumption. */
  readonly usualBurndown: {
    readonly runtime: number
    readonly mantle: number
    readonly note: string
    readonly sources: readonly string[]
  }
  /** Beta flags. An unknown one fails the whole call, so the list is data. */
  readonly betas: { readonly asOf: string; readonly sources: readonly string[]; readonly flags: readonly Beta[] }
}

/** A partial entry: what it names replaces the registry's value; lists are replaced as a whole. */
export type EntryOverlay = {
  readonly [K in keyof ModelEntry]?: ModelEntry[K] extends readonly unknown[] | string | number | boolean | undefined
    ? ModelEntry[K]
    : Partial<ModelEntry[K]>
}

/** A user's file, laid over the registry. Its shape is `aws-bedrock-models.overlay.schema.json`. */
export interface RegistryOverlay {
  readonly $schema?: string
  readonly asOf?: string
  readonly source?: string
  readonly modelRegistry?: Readonly<Record<string, EntryOverlay>>
  readonly aliases?: ModelRegistry['aliases']
  /** A note and a source are optional in one's own file. */
  readonly renamed?: Readonly<
    Record<string, { readonly key: string; readonly note?: string; readonly source?: string }>
  >
  readonly defaultModel?: string
  readonly geographies?: readonly Geography[]
  readonly regions?: ModelRegistry['regions']
}
