// A prompt goes in, code comes out. The model is called by a short key, wherever it lives today.
import { createClient } from '@outcrop/client'

const client = createClient({ defaultModel: 'claude-sonnet-4-5' })
const reply = await client.invoke({ prompt: 'Write a function that turns a CSV line into an array of fields.' })
console.log(reply.text)
console.log(
  `${reply.model.calledId}: ${reply.usage.outputTokens} tokens, $${reply.costUsd}, stopped for ${reply.stopReason}`,
)
await client.close()
