/**
 * Converse's form of the id of a tool call: `tooluse_` and the 22 characters that end Bedrock's own
 * `toolu_bdrk_01…`. Any other id stays as it is. Ids are opaque to everyone, so that a call and its result still
 * meet: the caller sends back what it was given.
 */
export function converseToolUseId(id: string): string {
  return /^toolu_bdrk_01[A-Za-z0-9_-]{22}$/.test(id) ? `tooluse_${id.slice(-22)}` : id
}
