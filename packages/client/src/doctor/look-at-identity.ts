import { createError } from '../errors/create-error.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { Finding, Unseen } from '../examine/examination.js'
import { credentialHints } from './credential-hints.js'
import type { DoctorPorts } from './ports.js'
import { unseenBy } from './unseen.js'
import { withHints } from './with-hints.js'

/** Who calls. */
export interface Caller {
  readonly arn: string
  readonly account: string
}

/** Asks STS whose the credentials are. */
export async function lookAtIdentity(ports: DoctorPorts, keep: (caller: Caller) => void): Promise<Finding | Unseen> {
  const { identity, ask, region } = ports
  if (identity.kind === 'bearer') return { unseen: 'STS takes no Bedrock API key, so that nobody can tell who made it' }
  try {
    const caller = callerIn((await ask({ operation: 'GetCallerIdentity', body: {} })).json)
    if (caller === undefined) throw createError('protocol', 'The answer of STS names no one', { region })
    keep(caller)
    return { summary: `${caller.arn} (account ${caller.account})`, facts: { ...caller } }
  } catch (error) {
    if (!isOutcropError(error)) throw error
    if (error.code === 'signature' || error.code === 'credentials_expired')
      throw withHints(error, [...fromWhere(ports), ...credentialHints(ports.given)])
    // Networks without a way to STS are usual: whoever calls Bedrock through an endpoint of its own VPC needs none.
    return { unseen: `Who calls is not known: STS gave ${unseenBy(error)}` }
  }
}

function fromWhere({ identity: { source, profile } }: DoctorPorts): readonly string[] {
  if (source === 'profile' && profile !== undefined) return [`The key comes from profile ${profile} of AWS's files.`]
  return source === 'chain' ? ["The key comes from AWS's files, or from the machine."] : []
}

function callerIn(answer: unknown): Caller | undefined {
  const result = (answer as { GetCallerIdentityResult?: unknown } | null)?.GetCallerIdentityResult
  const { Arn: arn, Account: account } = (result ?? {}) as Readonly<Record<string, unknown>>
  return typeof arn === 'string' && typeof account === 'string' ? { arn, account } : undefined
}
