import { createError } from '../errors/create-error.js'
import type { ErrorCode, OutcropError } from '../errors/index.js'
import { quotaPage } from '../errors/console-page.js'
import type { Finding, Unseen } from '../examine/examination.js'
import type { ResolvedModel } from '../invocation/index.js'
import type { AccountLimit, ModelLimits } from '../limits/account-limits.js'
import { usualMaxTokens } from '../prepare/max-tokens.js'
import type { DoctorPorts } from './ports.js'
import { unseenBy } from './unseen.js'

/** Room for a prompt beside `max_tokens`. */
const smallPrompt = 1_000

/** Whether the account's limits let a usual call through at all. */
export async function lookAtQuota(ports: DoctorPorts, model: ResolvedModel): Promise<Finding | Unseen> {
  if (model.surface === 'mantle') return { unseen: "Service Quotas does not tell mantle's limits" }
  let all: readonly ModelLimits[]
  try {
    all = await ports.limits()
  } catch (error) {
    return { unseen: `Service Quotas: ${unseenBy(error)}` }
  }
  const kind = model.geography === 'region' || model.geography === 'global' ? model.geography : 'geographic'
  // The limits of another kind say nothing: each kind is counted apart.
  const found = all.find((limits) => limits.model === model.key && limits.kind === kind)
  if (found === undefined) return { unseen: `Service Quotas lists nothing for ${model.displayName}` }
  const { tokensPerMinute, requestsPerMinute, tokensPerDay } = found
  demandSome(tokensPerDay, 'daily_quota', { what: 'tokens a day', ports, model })
  demandSome(tokensPerMinute, 'throttled', { what: 'tokens a minute', ports, model })
  demandSome(requestsPerMinute, 'throttled', { what: 'requests a minute', ports, model })
  if (tokensPerMinute !== undefined) demandRoom(tokensPerMinute, { ports, model })
  const facts = Object.entries({ tokensPerMinute, requestsPerMinute, tokensPerDay }).flatMap(([name, limit]) =>
    limit === undefined ? [] : [[name, limit.value] as const],
  )
  return {
    summary:
      facts.map(([name, value]) => `${value.toLocaleString('en-US')} ${inWords(name)}`).join(', ') ||
      'No limits are listed',
    facts: Object.fromEntries(facts),
  }
}

function inWords(name: string): string {
  return name.replace(/Per/, ' a ').toLowerCase()
}

interface Where {
  readonly ports: DoctorPorts
  readonly model: ResolvedModel
}

function demandSome(
  limit: AccountLimit | undefined,
  code: ErrorCode,
  { what, ...where }: Where & { readonly what: string },
): void {
  if (limit?.value !== 0) return
  const { displayName } = where.model
  throw quotaError(code, `The account may use 0 ${what} of ${displayName} (${limit.code}), as new accounts often may`, {
    remedy: limit.adjustable
      ? `Ask for more under ${limit.code}: ${quotaPage(where.ports.region)}; or use another model or region.`
      : `Ask AWS Support for more (${limit.code} cannot be raised in Service Quotas), or use another model or region.`,
    where,
  })
}

/** Bedrock reserves the input and max_tokens before a call begins. */
function demandRoom({ value, code }: AccountLimit, where: Where): void {
  const { model, ports } = where
  const usual = Math.min(usualMaxTokens, model.entry?.maxOutputTokens ?? usualMaxTokens)
  if (value >= usual + smallPrompt) return
  const fits = Math.max(1, value - smallPrompt)
  throw quotaError(
    'throttled',
    `${value} tokens a minute (${code}) hold no usual call of ${model.displayName}: Bedrock reserves the input and max_tokens, which is ${usual} where nothing is said`,
    {
      remedy: `Give --max-tokens ${fits} or less (maxTokens), or ask for more under ${code}: ${quotaPage(ports.region)}`,
      where,
    },
  )
}

function quotaError(
  code: ErrorCode,
  message: string,
  { remedy, where }: { remedy: string; where: Where },
): OutcropError {
  const { model, ports } = where
  return createError(code, message, {
    remedy,
    retryable: false,
    region: ports.region,
    model: model.key ?? model.calledId,
  })
}
