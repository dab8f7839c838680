// Quota that is kept: calls that do not fit into the minute wait for their turn, and none is refused by Bedrock.
import { createClient } from '@outcrop/client'

const client = createClient({
  // Of your account, as `outcrop quota` prints it; a second stands for the minute here, so that the example is short.
  quotas: { 'claude-haiku-4-5': { requestsPerMinute: 4, windowMs: 1000 } },
})
const numbers = [1, 2, 3, 4, 5, 6]
const replies = await Promise.all(
  numbers.map((number) => client.invoke({ model: 'claude-haiku-4-5', prompt: `Spell ${number}.`, maxTokens: 50 })),
)
console.log(`${replies.length} answers, ${Math.max(...replies.map(({ attempts }) => attempts))} attempt each`)
await client.close()
