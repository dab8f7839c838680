import type { ErrorCode } from './error-code.js'
import type { Remedy } from './remedies.js'

/** What an error was recognised as. */
export interface Recognised {
  readonly code: ErrorCode
  readonly remedy?: Remedy
  /** False where trying again is useless, whatever the register says of the code. */
  readonly retryable?: false
}

const codeByModelStatus: Readonly<Record<number, ErrorCode>> = {
  408: 'model_timeout',
  429: 'unavailable',
  502: 'unavailable',
  503: 'unavailable',
  504: 'model_timeout',
  529: 'unavailable',
}

/**
 * A model error says with which status the model answered Bedrock (`originalStatusCode`), which tells more than its own
 * name: a model that is overloaded or slow, or one that will refuse the same input each time.
 */
export function modelStatus(found: Recognised, status: number | undefined): Recognised {
  if (found.code !== 'model_error' || status === undefined) return found
  const code = codeByModelStatus[status]
  if (code !== undefined) return { code }
  return status >= 400 && status < 500 ? { ...found, retryable: false } : found
}
