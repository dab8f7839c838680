import { createClient, RequestError } from '@outcrop/client'
import type { InvokeRequest } from '@outcrop/client'
import { expect, test } from 'vitest'
import { RefusedPairs } from './refused-pairs.js'
import { withPairs } from './with-pairs.js'

const { betas } = createClient({ region: 'us-east-1' }).registry
const search = { type: 'web_search_20250305', name: 'web_search' }
const request: InvokeRequest = { model: 'sonnet', body: { tools: [search], max_tokens: 5 } }
const refusal = (type: string) =>
  new RequestError('invalid_request', `tools.0: Input tag '${type}' found using 'type' does not match any of them`)

test('of two calls at once that are refused the same, each is made again without it', async () => {
  const refused = new RefusedPairs()
  let came = 0
  let bothCame = () => {}
  const both = new Promise<void>((resolve) => (bothCame = resolve))
  const call = async ({ body }: InvokeRequest) => {
    came += 1
    if (came === 2) bothCame()
    await both
    if (body?.['tools'] !== undefined) throw refusal(search.type)
    return 'answer'
  }
  const once = () => withPairs({ request, dropped: [] }, { refused, betas }, call)
  const paired = { result: 'answer', dropped: ['tools of type web_search_20250305'] }
  expect(await Promise.all([once(), once()])).toEqual([paired, paired])
  expect(came).toBe(4)
})

test('what is refused although it was left out is not tried again', async () => {
  const refused = new RefusedPairs()
  const asked: InvokeRequest[] = []
  const made = withPairs({ request, dropped: [] }, { refused, betas }, (one) => {
    asked.push(one)
    return Promise.reject(refusal(search.type))
  })
  await expect(made).rejects.toThrow(search.type)
  expect(asked).toHaveLength(2)
})

test('however many types callers make up, few are remembered: the last', () => {
  const refused = new RefusedPairs()
  for (let at = 0; at < 200; at++) refused.learn('sonnet', refusal(`web_search_20${String(at).padStart(6, '0')}`))
  expect(refused.of('sonnet').length).toBeLessThan(50)
  expect(refused.of('sonnet').at(-1)).toBe('tools of type web_search_20000199')
})
