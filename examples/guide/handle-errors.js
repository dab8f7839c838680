// Failures are data: a code to branch on, and a sentence that says what to do.
import { createClient, isOutcropError } from '@outcrop/client'
import { invokeModelSafely } from '@outcrop/client/guide'

const client = createClient()

// Without exceptions:
const result = await invokeModelSafely('Explain this stack trace', 'claude-sonet-4-5', { client })
if (!result.success) console.log(`${result.code}: ${result.remedy}`)

// With them. This one is refused before anything is sent, so it costs nothing:
try {
  await client.invoke({ model: 'claude-sonnet-4-5', prompt: 'Name ten colours', temperature: 2 })
} catch (error) {
  if (!isOutcropError(error)) throw error
  console.log(`${error.code}, after ${error.attempts} attempts: ${error.message}. ${error.remedy}`)
}
await client.close()
