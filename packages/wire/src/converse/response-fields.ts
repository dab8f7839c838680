/**
 * What additionalModelResponseFieldPaths point at in Claude's own answer, nested as there
 * (`/stop_sequence` → `{"stop_sequence": …}`); undefined if they find nothing.
 *
 * @param paths JSON pointers (RFC 6901).
 */
export function pickFields(answer: object, paths: readonly string[]): Record<string, unknown> | undefined {
  const picked: Record<string, unknown> = {}
  for (const path of paths) {
    const keys = path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    const found = keys.reduce<unknown>(step, answer)
    if (found !== undefined && keys.length > 0) place(picked, keys, found)
  }
  return Object.keys(picked).length > 0 ? picked : undefined
}

function step(value: unknown, key: string): unknown {
  const inside = typeof value === 'object' && value !== null && Object.hasOwn(value, key)
  return inside ? (value as Record<string, unknown>)[key] : undefined
}

function place(target: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  const [key, ...rest] = keys
  if (key === undefined) return
  if (rest.length === 0) {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
    return
  }
  const inner = step(target, key)
  const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {}
  place(next, rest, value)
  place(target, [key], next)
}
