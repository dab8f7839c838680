// How free an answer may be. Newer models refuse a temperature; as a default it gives way there, or becomes effort.
import { createClient, isOutcropError } from '@outcrop/client'

const wishes = { code: 0.2, documentation: 0.6, ideas: 1 }
const client = createClient()
for (const model of ['claude-sonnet-4-5', 'claude-sonnet-5-5']) {
  for (const [task, temperature] of Object.entries(wishes)) {
    const reply = await client.invoke({ model, prompt: `Name a variable, for ${task}.`, defaults: { temperature } })
    console.log(`${model}, ${task}: ${reply.stopReason}`)
  }
}

// What is set in the request itself is never dropped in silence: it is refused, before anything is sent.
try {
  await client.invoke({ model: 'claude-sonnet-5-5', prompt: 'Name a variable.', temperature: 0.2 })
} catch (error) {
  if (!isOutcropError(error)) throw error
  console.log(`${error.message}. ${error.remedy}`)
}
await client.close()
