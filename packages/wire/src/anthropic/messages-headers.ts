/** Bedrock's own version is the first of Anthropic's, which has this name where the version is a header. */
const firstVersion = '2023-06-01'
const bedrocksVersion = /^bedrock-/

/**
 * What InvokeModel has in its body, as the headers of the Messages API.
 *
 * @param version `anthropic_version` of the body; default: the first, which every model accepts
 */
export function messagesHeaders(
  version: string | undefined,
  betas: readonly string[] | undefined,
): Record<string, string> {
  const named = version === undefined || bedrocksVersion.test(version) ? firstVersion : version
  return {
    'anthropic-version': named,
    ...(betas !== undefined && betas.length > 0 && { 'anthropic-beta': betas.join(',') }),
  }
}
