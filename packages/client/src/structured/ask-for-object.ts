import { createError } from '../errors/create-error.js'
import type { AnswerError } from '../errors/answer-error.js'
import type { SchemaFault } from '../errors/answer-error.js'
import type { NormalRequest, Reply } from '../invocation/index.js'
import { answerError, demandWhole } from '../reply/demand-whole.js'
import { checkValue } from './check-value.js'
import type { Checked } from './check-value.js'
import type { OutputSchema } from './output-schema.js'
import { faultLines, repairRequest } from './repair.js'
import { sumReplies } from './sum-replies.js'
import { valueOf } from './value-of.js'
import { wantedOutput } from './wanted-output.js'
import type { WantedOutput } from './wanted-output.js'

/** A whole answer whose value satisfies the schema that was asked for. */
export interface ObjectReply<Value> extends Reply {
  /** The value, checked; as the validator transforms it, where it is one that does. */
  readonly object: Value
}

/** Makes one call; the second argument is what has been paid for the same question before. */
export type CallForReply = (request: NormalRequest, before?: Reply) => Promise<Reply>

/**
 * Asks for a value that satisfies a schema. An answer that does not satisfy it is sent back once, with its faults.
 *
 * @throws AnswerError `answer_invalid` if the second answer does not satisfy it either, `answer_truncated` or
 * `answer_refused` where there was no whole answer to check
 */
export async function askForObject(
  schema: OutputSchema,
  request: NormalRequest,
  call: CallForReply,
): Promise<ObjectReply<unknown>> {
  const wanted = requestOf(schema, request)
  const first = await call(wanted.request)
  const checked = await checkReply(first, wanted.output)
  if (checked.ok) return { ...first, object: checked.value }
  const second = await call(repairRequest(wanted.request, first, checked.faults), first)
  const both = sumReplies(first, second)
  const repaired = await checkReply(both, wanted.output)
  if (repaired.ok) return { ...both, object: repaired.value }
  throw invalidAnswer(both, repaired.faults)
}

/**
 * Takes the value out of an answer that was streamed: what has been shown cannot be asked for again.
 *
 * @throws AnswerError as {@link askForObject}, at the first answer that does not satisfy the schema
 */
export async function objectOf(reply: Reply, output: WantedOutput): Promise<unknown> {
  const checked = await checkReply(reply, output)
  if (checked.ok) return checked.value
  throw invalidAnswer(reply, checked.faults)
}

/** The request with the wish for a value in it. */
export function requestOf(
  schema: OutputSchema,
  request: NormalRequest,
): { readonly request: NormalRequest; readonly output: WantedOutput } {
  if ((request.body.tools ?? []).length > 0) {
    throw createError('invalid_request', 'A call has either tools or a schema for its answer', {
      remedy: 'Let the model use its tools first, then ask for the object in a call without them.',
    })
  }
  const output = wantedOutput(schema)
  return { request: { ...request, output: output.wish }, output }
}

async function checkReply(reply: Reply, output: WantedOutput): Promise<Checked> {
  demandWhole(reply)
  const found = valueOf(reply.message, output.wish.toolName, reply.text)
  if (found.found) return checkValue(found.value, output)
  return { ok: false, faults: [{ path: '', message: 'there is no JSON in it' }] }
}

function invalidAnswer(reply: Reply, faults: readonly SchemaFault[]): AnswerError {
  const message = `The answer does not satisfy the schema: ${faultLines(faults.slice(0, 3)).replaceAll('\n', ' ')}`
  return answerError('answer_invalid', message, reply, faults)
}
