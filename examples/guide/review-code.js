// Findings as objects that have been checked, not as prose that has to be read. `outcrop review` does more of it.
import { createClient } from '@outcrop/client'
import { modelForTask } from '@outcrop/client/guide'
import { z } from 'zod'

const Findings = z.object({
  findings: z.array(
    z.object({
      kind: z.enum(['security', 'performance', 'practice']),
      line: z.number().int().min(1).max(9999),
      what: z.string(),
      remedy: z.string(),
    }),
  ),
})
const code = "app.get('/user', (request, response) => db.query(`select * from users where id = ${request.query.id}`))"
const client = createClient()
const { object, model } = await client.invoke({
  model: modelForTask({ kind: 'audit' }),
  prompt: `<code>\n${code}\n</code>\n\nReport weaknesses, waste and bad habits, each with its line and what to do.`,
  schema: Findings,
})
console.log(`${model.displayName}: ${object.findings.length} findings`)
for (const { kind, line, what } of object.findings) console.log(`line ${line}: ${kind}: ${what}`)
await client.close()
