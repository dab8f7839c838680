// What fails before the first word is tried again. What breaks off later goes on where it broke, so nothing is printed twice.
import { isOutcropError } from '@outcrop/client'
import { streamWithRetry } from '@outcrop/client/guide'

const options = { model: 'claude-sonnet-4-5', onInterrupted: 'continue' }
try {
  const text = await streamWithRetry('Write a binary search in TypeScript.', 3, options)
  console.log(`\n${text.length} characters`)
} catch (error) {
  if (!isOutcropError(error)) throw error
  console.error(`\n${error.message}. ${error.remedy}`)
  process.exitCode = 1
}
