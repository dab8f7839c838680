import type { Client, InvokeRequest } from '@outcrop/client'
import { isOutcropError } from '@outcrop/client'
import { betasForBedrock } from '@outcrop/client/messages-protocol'
import { aloneName, fieldsOfFlags, flagsName } from './beta-flags.js'
import { fieldsIn } from './fields.js'
import { toolName } from './server-tools.js'

type Betas = Client['registry']['betas']

/** What may be left out when Bedrock refuses it: extras of programs that were written for Anthropic's own API. */
const droppable: readonly RegExp[] = [
  /^context_management$/,
  /^output_config\.(?:effort|task_budget)$/,
  /^tools\.\*\.(?:strict|defer_loading|input_examples|eager_input_streaming|allowed_callers)$/,
]

/**
 * Tools that Anthropic's own servers run: the model does without them. Any other type that is refused may be a slip of the
 * pen, or want a beta flag that this caller alone left out.
 */
const serverTool = /^(?:web_search|web_fetch|code_execution)_20\d{6}$/

/** How much is remembered of one model: flags and types of tools are texts of callers. */
const mostNames = 32

/** What of a body a model's rules decide, and so need not be learned. */
const ruled = { effort: 'output_config.effort', strict: 'tools.*.strict' } as const

/** What the models were seen to refuse, so that each is asked only once. */
export class RefusedPairs {
  readonly betas: Betas
  readonly #client: Pick<Client, 'resolve'>
  readonly #names = new Map<string, readonly string[]>()

  constructor(client: Pick<Client, 'resolve' | 'registry'>) {
    this.betas = client.registry.betas
    this.#client = client
  }

  /** What of a request its model is known not to take, from its rules. Client and Bedrock would refuse all of it. */
  async byRules({ model, body = {} }: InvokeRequest): Promise<readonly string[]> {
    const present = fieldsIn(body, Object.values(ruled))
    if (present.length === 0) return []
    const rules = (await this.#client.resolve(model)).entry?.parameters
    if (rules === undefined) return []
    const { effort, structuredOutput } = rules
    const refused = [
      ...(effort === undefined ? [ruled.effort] : []),
      ...(structuredOutput === false ? [ruled.strict] : []),
    ]
    return present.filter((field) => refused.some((one) => one === field))
  }

  of(model: string): readonly string[] {
    return this.#names.get(model) ?? []
  }

  /**
   * Remembers what an error refuses of a request, if that may be left out; undefined if the error is about something
   * else. What one caller sent wrong must not cost another what the model takes, so no more is concluded than is seen.
   */
  learn(model: string, request: InvokeRequest, error: unknown): string | undefined {
    const name = refusedName(request, error, this.betas)
    if (name === undefined) return undefined
    const known = [...this.of(model).filter((one) => one !== name), name]
    this.#names.set(model, known.slice(-mostNames))
    return name
  }
}

/** `tools.0.custom.strict: Extra inputs are not permitted` refuses `tools.*.strict`. */
function refusedName({ betas: sent = [] }: InvokeRequest, error: unknown, betas: Betas): string | undefined {
  if (!isOutcropError(error) || error.code !== 'invalid_request') return undefined
  if (/invalid beta flag/i.test(error.message)) return refusedFlags(sent, betas)
  const tool = /^tools\.\d+: Input tag '(\w+)' found using 'type'/i.exec(error.message)?.[1]
  if (tool !== undefined) return serverTool.test(tool) ? toolName(tool) : undefined
  const path = /([\w.]+): Extra inputs are not permitted/i.exec(error.message)?.[1]
  const field = path?.replace(/\.\d+\.(?:custom\.)?/g, '.*.')
  if (field === undefined || !droppable.some((known) => known.test(field))) return undefined
  const hasFlag = fieldsOfFlags(sent, betas).includes(field)
  const needsFlag = betas.flags.some(({ fields = [] }) => fields.includes(field))
  return needsFlag && !hasFlag ? aloneName(field) : field
}

/** Bedrock does not say which flag it refused: those that it is not known to take, and only without any such, all. */
function refusedFlags(sent: readonly string[], betas: Betas): string | undefined {
  const taken = new Set(betasForBedrock(sent.join(), betas))
  const strange = sent.filter((name) => !taken.has(name))
  const blamed = strange.length > 0 ? strange : sent
  return blamed.length === 0 ? undefined : flagsName(blamed)
}
