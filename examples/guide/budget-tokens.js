// Room for the answer: the model's own limits, and an upper bound by its own tokenizer. Nothing here makes a call.
import { createClient } from '@outcrop/client'

const model = 'claude-sonnet-4-5'
const prompt = 'function add(a, b) { return a + b } // and so on\n'.repeat(2000)
const client = createClient()
const { entry } = await client.resolve(model)
const { tokens, upperBound } = client.estimateTokens({ model, text: prompt })
const room = Math.min(entry.maxOutputTokens, entry.contextWindow - upperBound)
console.log(
  `about ${tokens} tokens, hardly more than ${upperBound}; four characters a token would say ${Math.ceil(prompt.length / 4)}`,
)
console.log(`room for ${room} tokens; Bedrock reserves what is asked for, so ask for what the task needs`)
await client.close()
