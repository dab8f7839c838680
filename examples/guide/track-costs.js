// What was spent, by the price of each model and of the profile that was called; and a limit that cannot be passed.
import { createClient, isOutcropError } from '@outcrop/client'
import { BedrockCostTracker } from '@outcrop/client/guide'

const client = createClient({ budget: { usd: 0.05 } })
const costs = new BedrockCostTracker()
for (const model of ['haiku', 'claude-sonnet-4-5']) {
  costs.trackUsage(await client.invoke({ model, prompt: 'Write a fizzbuzz.', maxTokens: 500 }))
}
const { totalCost, inputCost, outputCost, requests } = costs.estimateCost()
console.log(
  `${requests} requests: $${inputCost.toFixed(6)} in, $${outputCost.toFixed(6)} out, $${totalCost.toFixed(6)} in all`,
)

try {
  await client.invoke({ model: 'claude-sonnet-4-5', prompt: 'Write an operating system.', maxTokens: 60_000 })
} catch (error) {
  if (!isOutcropError(error)) throw error
  console.log(`${error.code}: nothing was sent`)
}
await client.close()
