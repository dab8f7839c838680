import type { CacheControl } from '../anthropic/index.js'
import type { CachePointBlock } from './content.js'
import { optionalStringAt, present, recordAt, refuseOthers, unmappable } from './unmappable.js'

/** The block that stands after one with cache_control, or none. */
export function cachePointOf(cacheControl: unknown, path: string): CachePointBlock[] {
  if (!present(cacheControl)) return []
  const control = recordAt(cacheControl, path)
  refuseOthers(control, path, ['type', 'ttl'])
  if (control['type'] !== 'ephemeral') throw unmappable(`${path}.type`, 'only ephemeral caching has a cachePoint')
  const ttl = optionalStringAt(control['ttl'], `${path}.ttl`)
  return [{ cachePoint: { ...(ttl !== undefined && { ttl }), type: 'default' } }]
}

/** The cache_control that a cachePoint puts on the block before it. */
function cacheControlOf(cachePoint: unknown, path: string): CacheControl {
  const point = recordAt(cachePoint, path)
  refuseOthers(point, path, ['type', 'ttl'])
  if (point['type'] !== 'default') throw unmappable(`${path}.type`, 'only default is known')
  const ttl = optionalStringAt(point['ttl'], `${path}.ttl`)
  if (ttl === undefined) return { type: 'ephemeral' }
  if (ttl !== '5m' && ttl !== '1h') throw unmappable(`${path}.ttl`, 'only 5m and 1h are known')
  return { type: 'ephemeral', ttl }
}

/** Puts a cachePoint onto the last of the blocks read so far. */
export function markLast(blocks: object[], cachePoint: unknown, path: string): void {
  const last = blocks.pop()
  if (last === undefined) throw unmappable(path, 'nothing stands before it that could be cached')
  if ('cache_control' in last) throw unmappable(path, 'the block before it is marked already')
  if ('type' in last && (last.type === 'thinking' || last.type === 'redacted_thinking')) {
    throw unmappable(path, 'Claude cannot mark a thinking block')
  }
  blocks.push({ ...last, cache_control: cacheControlOf(cachePoint, path) })
}
