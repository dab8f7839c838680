import { parseArn } from './arn.js'

/** The kinds of thing that a request may name where Bedrock says `modelId`. */
export type ModelKind =
  | 'foundation-model'
  | 'inference-profile'
  | 'application-inference-profile'
  | 'provisioned-model'
  | 'custom-model'
  | 'custom-model-deployment'
  | 'imported-model'
  | 'prompt-router'
  | 'default-prompt-router'
  | 'prompt'
  | 'endpoint'

/** What the name of a model tells by itself, without asking anybody. */
export interface ModelIdentity {
  readonly kind: ModelKind
  /**
   * The foundation model's id, without the prefix of a profile, where the name tells it; else the resource's own id. An
   * application profile does not tell its model: ask GetInferenceProfile.
   */
  readonly id: string
  /** Of a system inference profile: `us`, `eu`, `jp`, `au`, `apac`, `us-gov`, `global`, … */
  readonly prefix?: string
  /** `anthropic`, … where the id tells it. */
  readonly provider?: string
  /** From an ARN, if not empty there. */
  readonly region?: string
  /** From an ARN, if not empty there. */
  readonly account?: string
  /** From an ARN. */
  readonly partition?: string
}

/** Data. Source: AWS's tables of inference profiles, as of 2026-11-22. */
const PROFILE_PREFIXES = new Set(['us', 'eu', 'apac', 'jp', 'au', 'ca', 'us-gov', 'global'])

const RESOURCE_TYPES: ReadonlySet<string> = new Set<ModelKind>([
  'application-inference-profile',
  'provisioned-model',
  'custom-model',
  'custom-model-deployment',
  'imported-model',
  'prompt-router',
  'default-prompt-router',
  'prompt',
])

/** `provider.model`, each as Bedrock spells them; ids may have more dots and, at the end, `:0` or `:0:200k`. */
const MODEL_ID = /^([a-z0-9-]{1,63})\.[a-z0-9][a-z0-9._-]*(?::[0-9a-z]+)*$/

/**
 * What a model's name says: bare ids (`anthropic.claude-…`), ids of system profiles (`us.anthropic.claude-…`) and ARNs.
 * Undefined for anything else, also for names that Bedrock knows but whose kind cannot be seen (the bare id of an
 * application profile).
 */
export function parseModelId(text: string): ModelIdentity | undefined {
  if (!text.startsWith('arn:')) return parseBareId(text)
  const arn = parseArn(text)
  if (arn === undefined) return undefined
  const place = {
    partition: arn.partition,
    ...(arn.region !== '' && { region: arn.region }),
    ...(arn.account !== '' && { account: arn.account }),
  }
  if (arn.service === 'sagemaker') {
    return arn.resourceType === 'endpoint' ? { kind: 'endpoint', id: arn.resourceId, ...place } : undefined
  }
  if (arn.service !== 'bedrock') return undefined
  if (arn.resourceType === 'foundation-model') {
    const provider = MODEL_ID.exec(arn.resourceId)?.[1]
    return { kind: 'foundation-model', id: arn.resourceId, ...(provider !== undefined && { provider }), ...place }
  }
  if (arn.resourceType === 'inference-profile') {
    const bare = parseBareId(arn.resourceId)
    return { kind: 'inference-profile', ...(bare ?? { id: arn.resourceId }), ...asProfile(bare), ...place }
  }
  if (!RESOURCE_TYPES.has(arn.resourceType)) return undefined
  return { kind: arn.resourceType as ModelKind, id: arn.resourceId, ...place }
}

function parseBareId(text: string): ModelIdentity | undefined {
  const first = MODEL_ID.exec(text)?.[1]
  if (first === undefined) return undefined
  const rest = text.slice(first.length + 1)
  // A prefix that is newer than this list is still seen before Anthropic's models.
  if (PROFILE_PREFIXES.has(first) || rest.startsWith('anthropic.')) {
    const provider = MODEL_ID.exec(rest)?.[1]
    if (provider !== undefined) return { kind: 'inference-profile', id: rest, prefix: first, provider }
  }
  return { kind: 'foundation-model', id: text, provider: first }
}

/** A profile's ARN names a profile even where its id has no prefix that can be seen. */
function asProfile(bare: ModelIdentity | undefined): { kind: 'inference-profile' } | undefined {
  return bare === undefined ? undefined : { kind: 'inference-profile' }
}
