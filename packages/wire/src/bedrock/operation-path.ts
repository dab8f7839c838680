import { WireError } from '../wire-error.js'
import { operationNames, operations } from './operations.js'
import type { OperationName } from './operations.js'

const LABEL = '{modelId}'

/** What goes into the path and the query of an operation. */
export interface PathParameters {
  /** A model id, a profile id, or an ARN, not encoded. */
  readonly modelId?: string
  /** Not encoded. */
  readonly query?: Readonly<Record<string, string>>
}

/**
 * The request target of an operation, encoded as the AWS SDKs do: `:` is `%3A`, the `/` of an ARN is `%2F`.
 *
 * @throws WireError `argument` if the operation needs a model and none is given.
 */
export function operationPath(name: OperationName, parameters: PathParameters = {}): string {
  let path = operations[name].pattern
  if (path.includes(LABEL)) {
    if (parameters.modelId === undefined || parameters.modelId === '') {
      throw new WireError('argument', `${name} needs the id of a model or a profile`)
    }
    path = path.replace(LABEL, () => encode(parameters.modelId ?? ''))
  }
  const query = Object.entries(parameters.query ?? {}).map(([key, value]) => `${encode(key)}=${encode(value)}`)
  return query.length === 0 ? path : `${path}?${query.join('&')}`
}

/** The operation that a method and a path mean. */
export interface OperationMatch {
  readonly name: OperationName
  /** Decoded once; absent for operations that name no model. */
  readonly modelId?: string
  readonly query: URLSearchParams
}

/**
 * Which operation a request is for. `target` is the request target as received, still encoded: an ARN's `/` is told
 * from the path's own only there. Model ids come in three spellings (`%3A`, raw `:`, ARNs with `%2F`), and ARNs also
 * with a raw `/`; all are taken. Undefined if it is no operation, or its encoding is broken.
 */
export function matchOperation(method: string, target: string): OperationMatch | undefined {
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  for (const name of operationNames) {
    const operation = operations[name]
    if (operation.method !== method) continue
    const label = labelIn(path, operation.pattern)
    if (label === undefined) continue
    const query = new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1))
    if (label === '') return { name, query }
    const modelId = decodeOnce(label)
    return modelId === undefined ? undefined : { name, modelId, query }
  }
  return undefined
}

/** What stands for `{modelId}`; '' if the pattern has none; undefined if the path does not fit. */
function labelIn(path: string, pattern: string): string | undefined {
  const at = pattern.indexOf(LABEL)
  if (at === -1) return path === pattern ? '' : undefined
  const before = pattern.slice(0, at)
  const after = pattern.slice(at + LABEL.length)
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined
  if (path.length <= before.length + after.length) return undefined
  const label = path.slice(before.length, path.length - after.length)
  return label.includes('/') && !/^arn(?::|%3a)/i.test(label) ? undefined : label
}

function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}
