import { createHmac } from 'node:crypto'

/** Enough for a gateway with many accounts, few enough that secrets which were rotated away do not pile up. */
const MOST_KEYS = 64

const keys = new Map<string, Buffer>()

/**
 * The key that signs for one day, region and service. Deriving it takes four HMACs, more than all the rest of a small
 * request, and it changes once a day: so it is kept.
 */
export function signingKey(secretAccessKey: string, day: string, region: string, service: string): Buffer {
  const name = `${day}/${region}/${service}/${secretAccessKey}`
  const known = keys.get(name)
  if (known !== undefined) return known
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day))
  if (keys.size >= MOST_KEYS) dropOldest()
  keys.set(name, key)
  return key
}

function dropOldest(): void {
  for (const oldest of keys.keys()) {
    keys.delete(oldest)
    return
  }
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}
