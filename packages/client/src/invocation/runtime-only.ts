import type { NormalRequest } from './invocation.js'

/** Bedrock's options that travel as headers and that mantle does not have, and what they are called here. */
const headers: readonly (readonly [header: string, option: string])[] = [
  ['x-amzn-bedrock-guardrailidentifier', 'guardrail'],
  ['x-amzn-bedrock-trace', 'trace'],
  ['x-amzn-bedrock-request-metadata', 'requestMetadata'],
]

/** What of a request only bedrock-runtime has; undefined for one that mantle takes too. */
export function runtimeOnly({ headers: given, body }: NormalRequest): string | undefined {
  const option = headers.find(([header]) => given[header] !== undefined)
  if (option !== undefined) return option[1]
  if ((body.output_config?.format ?? undefined) !== undefined) return 'output_config.format'
  return body.tools?.some((tool) => 'strict' in tool && tool.strict) === true ? 'strict' : undefined
}
