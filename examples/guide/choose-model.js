// Everyday work goes to Sonnet, what takes many steps of thought to Opus. A family means its newest model here.
import { createClient } from '@outcrop/client'
import { modelForTask } from '@outcrop/client/guide'

const tasks = [
  { kind: 'generate', prompt: 'Write a slugify function.' },
  { kind: 'test', prompt: 'Write tests for a slugify function.' },
  { kind: 'design', prompt: 'Where should a web shop keep its carts: in the browser, in a cache or in a database?' },
  { complexity: 'high', prompt: 'Why could this counter lose updates under load?' },
]
const client = createClient()
for (const { prompt, ...task } of tasks) {
  const { model, costUsd } = await client.invoke({ model: modelForTask(task), prompt })
  console.log(`${task.kind ?? task.complexity}: ${model.displayName}, $${costUsd}`)
}
await client.close()
