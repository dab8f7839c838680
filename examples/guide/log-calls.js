// A line for every call: latency, tokens, cost, attempts, or what went wrong. No prompt, no answer, no secret.
import { createClient } from '@outcrop/client'

const client = createClient({ logLevel: 'info', logger: (record) => console.log(JSON.stringify(record)) })
await client.invoke({ prompt: 'Write a rot13 function.' }, { tags: { task: 'example', user: 'ann' } })
await client.invoke({ model: 'claude-sonnet-4-5', prompt: 'Hi', maxTokens: 10_000_000 }).catch(() => undefined)
await client.close()
