import type { OutcropError } from '../errors/index.js'
import type { StepReport } from '../examine/step-report.js'

/**
 * What is looked at, in the order in which it is read. `settings`: variables, files and the registry; `credentials`: whether
 * there are any; `identity`: whose they are, by STS; `region`: whether it is one, and has what is set; `permissions`: what
 * IAM allows; `access`: whether the account may have the model, and has filed Anthropic's form; `retention`: the
 * account's data retention; `profile`: the model's name and its inference profile; `quota`: the account's limits;
 * `network`: name, proxy, TLS, and whether Bedrock is there; `clock`: this machine's; `invocation`: one tiny call.
 */
export const diagnosisSteps = [
  'settings',
  'credentials',
  'identity',
  'region',
  'permissions',
  'access',
  'retention',
  'profile',
  'quota',
  'network',
  'clock',
  'invocation',
] as const

/** The name of a step, as in `diagnosisSteps`. */
export type DiagnosisStepName = (typeof diagnosisSteps)[number]

/** One step of a {@link Diagnosis}. */
export type DiagnosisStep = StepReport<DiagnosisStepName>

/** What is wrong with a set-up, step by step, each with its fix. */
export interface Diagnosis {
  /** Whether no step failed. */
  readonly healthy: boolean
  readonly region?: string
  /** Our key, or the id as called; absent where the name came to nothing. */
  readonly model?: string
  /** Who calls, as STS tells it; absent for a Bedrock API key, and where STS could not be asked. */
  readonly identity?: { readonly arn: string; readonly account: string }
  /** Of the tiny call, in milliseconds; absent if it was not made or failed. */
  readonly latencyMs?: number
  readonly emulated: boolean
  readonly steps: readonly DiagnosisStep[]
}

/**
 * The diagnosis of a set-up that cannot even be read, so that no client can be made: a variable, a file or an option is
 * wrong. `error` is what `createClient` threw.
 */
export function diagnosisOfSettings(error: OutcropError): Diagnosis {
  const [first, ...others] = diagnosisSteps
  const summary = `Not asked, because ${first} failed`
  const failed = {
    name: first,
    outcome: 'failed',
    summary: error.message,
    facts: {},
    remedy: error.remedy,
    error,
  } as const
  const skipped = others.map((name) => ({ name, outcome: 'skipped', summary, facts: {} }) as const)
  return { healthy: false, emulated: false, steps: [failed, ...skipped] }
}
