// Is Bedrock ready? Four steps, and for the first that fails what to do about it.
import { createClient } from '@outcrop/client'

const client = createClient()
const { healthy, steps } = await client.health()
for (const [index, { name, outcome, summary, remedy }] of steps.entries()) {
  console.log(`${index + 1}. ${name}: ${outcome}. ${summary}`)
  if (remedy !== undefined) console.log(`   ${remedy}`)
}
await client.close()
process.exitCode = healthy ? 0 : 1
