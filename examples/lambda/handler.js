// A Lambda function behind an HTTP API: {"prompt": "…"} in, the answer out. The function's role signs; it needs what
// `outcrop iam` prints. The client stands outside the handler, so that warm calls find it connected.
import { createClient, isOutcropError } from '@outcrop/client'
import { errorRegister } from '@outcrop/client/errors'

const client = createClient()

/** Time to answer in, after the model has stopped: Lambda ends a function without a word when its time is over. */
const reserveMs = 2000

/**
 * @param {{ body?: string | null, isBase64Encoded?: boolean }} event of API Gateway (payload 2.0) or of a function URL
 * @param {{ getRemainingTimeInMillis(): number }} context
 */
export async function handler(event, context) {
  const prompt = promptOf(event)
  if (prompt === undefined) return answer(400, { error: 'Send JSON with a prompt.' })
  try {
    const deadlineMs = Math.max(1, context.getRemainingTimeInMillis() - reserveMs)
    const { text, usage, costUsd, stopReason } = await client.invoke({ prompt }, { deadlineMs })
    return answer(200, { text, usage, costUsd, stopReason })
  } catch (error) {
    if (!isOutcropError(error)) throw error
    const { code, message, remedy } = error
    return answer(errorRegister[code].httpStatus, { error: message, code, remedy })
  }
}

function promptOf({ body, isBase64Encoded }) {
  try {
    const { prompt } = JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body)
    return typeof prompt === 'string' && prompt.trim() !== '' ? prompt : undefined
  } catch {
    return undefined
  }
}

function answer(statusCode, body) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
