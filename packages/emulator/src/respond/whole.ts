import { messageToConverse } from '@outcrop/wire/converse'
import { type Answer, type AnswerHeader, jsonAnswer } from '../answer/answer.js'
import { type Finished, elapsedMs } from './finished.js'
import { paceOf } from './pace.js'
import { Progress } from './progress.js'
import { settleAborted, settleAll } from './settle.js'

/** Waits as long as the answer takes, or the client stays, and settles by how far it came. */
export async function waitForAll(finished: Finished): Promise<void> {
  const { call, clock, message } = finished
  const pace = paceOf(finished)
  if (!pace.instant) {
    const progress = new Progress(clock)
    await pace.first()
    const aheadMs = pace.aheadMs(message.usage.output_tokens)
    if (!call.departure.left) {
      progress.begin(message.usage.output_tokens, aheadMs)
      await pace.wait(aheadMs)
    }
    if (call.departure.left) return settleAborted(finished, progress)
  }
  settleAll(finished)
}

/** InvokeModel: Claude's own message, with its counts in headers, in the order of the recordings. */
export async function answerInvoke(finished: Finished): Promise<Answer> {
  await waitForAll(finished)
  const { usage } = finished.message
  const written = usage.cache_creation_input_tokens ?? 0
  const read = usage.cache_read_input_tokens ?? 0
  const headers: AnswerHeader[] = [['X-Amzn-Bedrock-Invocation-Latency', String(elapsedMs(finished))]]
  if (written > 0 || read > 0)
    headers.push(
      ['X-Amzn-Bedrock-Cache-Write-Input-Token-Count', String(written)],
      ['X-Amzn-Bedrock-Cache-Read-Input-Token-Count', String(read)],
    )
  headers.push(
    ['X-Amzn-Bedrock-Output-Token-Count', String(usage.output_tokens)],
    ['X-Amzn-Bedrock-Input-Token-Count', String(usage.input_tokens)],
  )
  return jsonAnswer(JSON.stringify(finished.message), headers)
}

export async function answerConverse(finished: Finished): Promise<Answer> {
  await waitForAll(finished)
  const { additionalModelResponseFieldPaths: responseFieldPaths = [] } = finished.call.extras
  return jsonAnswer(
    JSON.stringify(messageToConverse(finished.message, { latencyMs: elapsedMs(finished), responseFieldPaths })),
  )
}
