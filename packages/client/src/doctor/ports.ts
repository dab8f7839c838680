import type { ModelRegistry } from '@outcrop/models'
import type { Clock } from '../clock/index.js'
import type { Question } from '../control/ask.js'
import type { IdentitySource } from '../credentials/identity-source.js'
import type { ErrorContext } from '../errors/reported-error.js'
import type { Redactor } from '../errors/redact.js'
import type { Place, Reply, ResolvedModel, WireHead } from '../invocation/index.js'
import type { ModelLimits } from '../limits/account-limits.js'
import type { Settings } from '../settings/index.js'
import type { GivenCredentials } from './credential-hints.js'

/** What a question of the doctor's says; the rest is the same for all. */
type DoctorQuestion = Pick<Question, 'operation' | 'modelId' | 'body'> & { readonly region?: string }

/** What the doctor looks at, and by whom. */
export interface DoctorPorts {
  readonly settings: Settings
  readonly registry: ModelRegistry
  readonly clock: Clock
  readonly redactor: Redactor
  /** That calls go to: of the first route, else the client's. */
  readonly region: string
  readonly given: GivenCredentials
  readonly identity: Pick<IdentitySource, 'current' | 'kind' | 'source' | 'profile'>
  /** Where calls go. */
  readonly place: Place
  /** Whether an address was set for it. */
  readonly isStandIn: boolean
  readonly signal: AbortSignal | undefined
  readonly context: (model?: ResolvedModel) => ErrorContext
  readonly ask: (question: DoctorQuestion) => Promise<{ readonly json: unknown; readonly emulated: boolean }>
  /** Sends a request without any signature, and gives the head of the answer. */
  readonly knock: () => Promise<WireHead>
  readonly resolve: () => Promise<ResolvedModel>
  readonly limits: () => Promise<readonly ModelLimits[]>
  readonly call: () => Promise<Reply>
}
