import type { Identity } from '../credentials/types.js'
import { createError } from '../errors/create-error.js'
import { isOutcropError } from '../errors/outcrop-error.js'
import type { Finding } from '../examine/examination.js'
import type { Facts } from '../examine/step-report.js'
import { readApiKey } from './api-key.js'
import { credentialHints } from './credential-hints.js'
import type { DoctorPorts } from './ports.js'
import { withHints } from './with-hints.js'

/** Whether there are credentials, from where, and whether they still hold by their own account. */
export async function lookAtCredentials(ports: DoctorPorts): Promise<Finding> {
  const hints = credentialHints(ports.given)
  try {
    const who = await ports.identity.current(ports.signal)
    return who.kind === 'bearer' ? keyFinding(who, ports, hints) : credentialFinding(who, ports, hints)
  } catch (error) {
    throw isOutcropError(error) ? withHints(error, hints) : error
  }
}

type Of<Kind extends Identity['kind']> = Extract<Identity, { readonly kind: Kind }>

function credentialFinding(
  { credentials: { accessKeyId, secretAccessKey, sessionToken, expiration }, source, profile }: Of<'sigv4'>,
  { redactor }: DoctorPorts,
  notes: readonly string[],
): Finding {
  redactor.learn(secretAccessKey)
  redactor.learn(sessionToken)
  const from = profile === undefined ? source : `profile ${profile}`
  const ends = expiration === undefined ? '' : `, until ${expiration.toISOString()}`
  return {
    summary: `Key ${masked(accessKeyId)} from ${from}${ends}`,
    facts: {
      kind: 'sigv4',
      source,
      accessKeyId: masked(accessKeyId),
      temporary: sessionToken !== undefined,
      ...(profile !== undefined && { profile }),
      ...(expiration !== undefined && { expiresAt: expiration.toISOString() }),
    },
    notes,
  }
}

function keyFinding(
  { token, source }: Of<'bearer'>,
  { redactor, clock, isStandIn }: DoctorPorts,
  hints: readonly string[],
): Finding {
  redactor.learn(token)
  const key = readApiKey(token)
  const facts: Facts = { kind: 'bearer', source, key: key.kind }
  if (key.kind === 'other') {
    // A gateway's keys look as it likes.
    const notes = isStandIn
      ? hints
      : [...hints, 'The key has not the shape of a Bedrock API key (bedrock-api-key-… or ABSK…).']
    return { summary: `A bearer token from ${source}`, facts, notes }
  }
  if (key.kind === 'long-term') {
    const whose = key.user === undefined ? '' : ` of IAM user ${key.user}`
    return { summary: `A long-term Bedrock API key${whose} from ${source}`, facts, notes: hints }
  }
  const end = new Date(key.endsAt).toISOString()
  if (key.endsAt <= clock.now()) {
    throw createError('credentials_expired', `The Bedrock API key from ${source} ended at ${end}`, {
      remedy: 'Make a new API key (they last 12 hours at most) and set AWS_BEARER_TOKEN_BEDROCK to it.',
    })
  }
  return {
    summary: `A short-term Bedrock API key for ${key.region} from ${source}, until ${end}`,
    facts: { ...facts, keyRegion: key.region, expiresAt: end },
    notes: hints,
  }
}

/** The id of a key is no secret, but its ends tell two of them apart. */
function masked(id: string): string {
  return id.length < 16 ? '****' : `${id.slice(0, 4)}****${id.slice(-4)}`
}
