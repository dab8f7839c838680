// Text while it comes. The loop ends well only if the answer is whole: every checksum right, the last event seen.
import { createClient } from '@outcrop/client'

const client = createClient()
const stream = client.stream({ prompt: 'Write a debounce function in TypeScript.' })
for await (const text of stream.textStream) process.stdout.write(text)

const { usage, costUsd, stopReason } = await stream.reply()
console.log(`\n${usage.outputTokens} tokens, $${costUsd}, stopped for ${stopReason}`)
await client.close()
