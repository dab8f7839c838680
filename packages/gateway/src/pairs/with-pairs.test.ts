import { createClient, RequestError } from '@outcrop/client'
import type { InvokeRequest } from '@outcrop/client'
import { expect, test } from 'vitest'
import { RefusedPairs } from './refused-pairs.js'
import { withPairs } from './with-pairs.js'

const client = createClient({ region: 'us-east-1' })
const search = { type: 'web_search_20250305', name: 'web_search' }
const request: InvokeRequest = { model: 'sonnet', body: { tools: [search], max_tokens: 5 } }
const refusal = (type: string) =>
  new RequestError('invalid_request', `tools.0: Input tag '${type}' found using 'type' does not match any of them`)

test('of two calls at once that are refused the same, each is made again without it', async () => {
  const refused = new RefusedPairs(client)
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
  const once = () => withPairs({ request, dropped: [] }, refused, call)
  const paired = { result: 'answer', dropped: ['tools of type web_search_20250305'] }
  expect(await Promise.all([once(), once()])).toEqual([paired, paired])
  expect(came).toBe(4)
})

test('what is refused although it was left out is not tried again', async () => {
  const refused = new RefusedPairs(client)
  const asked: InvokeRequest[] = []
  const made = withPairs({ request, dropped: [] }, refused, (one) => {
    asked.push(one)
    return Promise.reject(refusal(search.type))
  })
  await expect(made).rejects.toThrow(search.type)
  expect(asked).toHaveLength(2)
})

test('however many types callers make up, few are remembered: the last', () => {
  const refused = new RefusedPairs(client)
  for (let at = 0; at < 200; at++)
    refused.learn('sonnet', request, refusal(`web_search_20${String(at).padStart(6, '0')}`))
  expect(refused.of('sonnet').length).toBeLessThan(50)
  expect(refused.of('sonnet').at(-1)).toBe('tools of type web_search_20000199')
})

/** A model that takes only some flags, says of a refusal no more than Bedrock does, and knows which flags it was sent. */
function pickyModel(taken: readonly string[]) {
  const seen: (readonly string[])[] = []
  const call = async ({ betas: sent = [] }: InvokeRequest) => {
    seen.push(sent)
    if (!sent.every((flag) => taken.includes(flag))) throw new RequestError('invalid_request', 'invalid beta flag')
    return 'answer'
  }
  return { seen, call }
}

const computer = 'computer-use-2025-01-24'
const context = 'context-1m-2025-08-07'
const strange = 'never-heard-of-2030-01-01'
const sending = (...sent: string[]) => ({ request: { ...request, body: {}, betas: sent }, dropped: [] })

test('of refused flags those go first that Bedrock is not known to take, and one caller’s do not cost another his', async () => {
  const refused = new RefusedPairs(client)
  const { seen, call } = pickyModel([context])
  expect(await withPairs(sending(strange, context), refused, call)).toEqual({ result: 'answer', dropped: [strange] })
  expect(seen).toEqual([[strange, context], [context]])
  // Which of the two it is is not said; whoever sends only one of them has it judged by itself.
  expect((await withPairs(sending(computer, context), refused, call)).dropped).toEqual([computer, context])
  expect((await withPairs(sending(context), refused, call)).dropped).toEqual([])
  expect((await withPairs(sending(computer), refused, call)).dropped).toEqual([computer])
  expect(await withPairs(sending(computer, context, strange), refused, call)).toMatchObject({
    dropped: [computer, strange],
  })
  expect(seen).toHaveLength(8)
})

test('a flag that Bedrock has by another name is sent by that, and keeps its field unless that is refused too', async () => {
  const asked = {
    request: {
      model: 'sonnet',
      body: { tools: [{ name: 'a', defer_loading: true }] },
      betas: ['advanced-tool-use-2025-11-20'],
    },
    dropped: [],
  }
  const taking = pickyModel(['tool-search-tool-2025-10-19'])
  expect((await withPairs(asked, new RefusedPairs(client), taking.call)).dropped).toEqual([])
  expect(taking.seen.at(-1)).toEqual(['tool-search-tool-2025-10-19'])
  const refusing = pickyModel([])
  const refused = new RefusedPairs(client)
  const lost = ['advanced-tool-use-2025-11-20', 'tools.*.defer_loading']
  expect((await withPairs(asked, refused, refusing.call)).dropped).toEqual(lost)
  expect((await withPairs(asked, refused, refusing.call)).dropped).toEqual(lost)
  expect(refusing.seen).toHaveLength(4)
})

test('a field that was refused without its flag stays for whoever sends both', async () => {
  const refused = new RefusedPairs(client)
  const flag = 'context-management-2025-06-27'
  const call = async ({ betas: sent = [], body }: InvokeRequest) => {
    if (body?.['context_management'] !== undefined && !sent.includes(flag))
      throw new RequestError('invalid_request', 'context_management: Extra inputs are not permitted')
    return 'answer'
  }
  const body = { context_management: { edits: [] } }
  const bare = { request: { model: 'sonnet', body }, dropped: [] }
  const whole = { request: { ...bare.request, betas: [flag] }, dropped: [] }
  expect((await withPairs(bare, refused, call)).dropped).toEqual(['context_management'])
  expect((await withPairs(whole, refused, call)).dropped).toEqual([])
})
