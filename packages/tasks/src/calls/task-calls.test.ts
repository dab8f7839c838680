import { createClient } from '@outcrop/client'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { exampleCredential, startEmulator } from '../../../emulator/src/index.js'
import type { Scenario } from '../../../emulator/src/index.js'
import { editRules } from '../tasks/edit-rules.js'
import { findIssues } from '../tasks/find-issues.js'
import { proposeEdits } from '../tasks/propose-edits.js'
import { createTaskCalls } from './task-calls.js'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function callsTo(scenarios: readonly Scenario[]) {
  const emulator = await startEmulator({ engine: { kind: 'scenario', scenarios: [...scenarios] } })
  cleanups.push(() => emulator.close())
  const { accessKeyId, secretAccessKey } = exampleCredential
  const client = createClient({
    region: 'us-east-1',
    endpoint: emulator.url,
    credentials: { accessKeyId, secretAccessKey },
    environment: {},
    maxRetries: 0,
  })
  cleanups.push(() => client.close())
  return { emulator, calls: createTaskCalls(client) }
}

const request = { model: 'claude-sonnet-4-5', system: 's', defaults: { maxTokens: 500 } }
const asked = { ...request, prompt: 'hello' }

test('a refusal is no answer, whatever stands in it', async () => {
  const { calls } = await callsTo([{ reply: { text: 'fine', stopReason: 'refusal' } }])
  await expect(calls.ask('edits', asked)).rejects.toMatchObject({ code: 'answer_refused', text: 'fine' })
  expect(calls.totals()).toMatchObject({ calls: 1, attempts: 1 })
})

test('what was cut off is no answer', async () => {
  const { calls } = await callsTo([{ reply: { text: 'half', stopReason: 'max_tokens' } }])
  await expect(calls.ask('edits', asked)).rejects.toMatchObject({ code: 'answer_truncated' })
  expect(calls.totals().usage.outputTokens).toBeGreaterThan(0)
})

function edits(text: string) {
  const root = mkdtempSync(join(tmpdir(), 'outcrop-calls-'))
  cleanups.push(() => rmSync(root, { recursive: true, force: true }))
  writeFileSync(join(root, 'a.js'), text)
  const offered = [{ path: 'a.js', text }]
  return {
    request,
    root,
    now: 0,
    rules: editRules({ root, offered }),
    conversation: [{ role: 'user' as const, text: 'mend it' }],
  }
}

const block = (old: string, replacement: string) =>
  `<edit path="a.js">\n<old>\n${old}\n</old>\n<new>\n${replacement}\n</new>\n</edit>`

test('a block that never applies is asked for again twice', async () => {
  const { calls, emulator } = await callsTo([{ reply: { text: block('nowhere at all', 'x') } }])
  const { plan } = await proposeEdits(calls, edits('const a = 1\n'))
  expect(plan.run).toBeUndefined()
  expect(plan.refused).toHaveLength(1)
  expect(emulator.requests()).toHaveLength(3)
})

test('only the block that does not apply is asked for again, and the others are kept', async () => {
  const { calls, emulator } = await callsTo([
    { times: 1, reply: { text: `${block('const a = 1', 'const a = 2')}\n${block('nowhere at all', 'x')}` } },
    { match: { prompt: 'All your other edits are kept' }, reply: { text: block('const b = 1', 'const b = 2') } },
  ])
  const { plan } = await proposeEdits(calls, edits('const a = 1\nconst b = 1\n'))
  expect(plan.refused).toEqual([])
  expect(plan.diff).toContain('+const a = 2')
  expect(plan.diff).toContain('+const b = 2')
  expect(emulator.requests()).toHaveLength(2)
})

// Made at run time, so that no scanner takes this file for a leak.
const token = ['ghp', 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2'].join('_')
const held = `const key = '${token}'\nconst a = 1\n`
const shown = "const key = '[redacted: GitHub token]'"

test('an edit beside a secret keeps it, byte for byte, though the model has only seen its mark', async () => {
  const { calls } = await callsTo([{ reply: { text: block(`${shown}\nconst a = 1`, `${shown}\nconst a = 2`) } }])
  const { plan } = await proposeEdits(calls, edits(held))
  expect(plan.refused).toEqual([])
  const after = plan.run?.files[0]?.after?.content ?? ''
  expect(Buffer.from(after, 'base64').toString()).toBe(`const key = '${token}'\nconst a = 2\n`)
})

test('an edit that would lose a secret or write its mark is refused, and the model is never shown the secret', async () => {
  const { calls, emulator } = await callsTo([{ reply: { text: block(shown, "const key = '[redacted: token]'") } }])
  const { plan } = await proposeEdits(calls, edits(held))
  expect(plan.run).toBeUndefined()
  expect(plan.refused).toMatchObject([{ reason: expect.stringContaining('stands for nothing') as string }])
  expect(emulator.requests()).toHaveLength(3)
  expect(JSON.stringify(emulator.requests())).not.toContain(token)
})

const reported = {
  path: 'a.js',
  quote: 'const a = 1',
  line: 7,
  explanation: 'e',
  title: 't',
  rule: 'r',
  severity: 'high',
}

async function review(second: Scenario['reply']) {
  const { calls } = await callsTo([
    { match: { prompt: 'Give a verdict' }, reply: second },
    { reply: { text: JSON.stringify({ findings: [reported] }) } },
  ])
  return findIssues(calls, {
    request,
    conversation: [{ role: 'user', text: 'look' }],
    files: [{ path: 'a.js', text: 'const a = 1\n' }],
    promptAbout: (text) => text,
    secondLook: 'claude-haiku-4-5',
  })
}

test('a finding that the second look finds untrue is dropped', async () => {
  const { findings, dropped } = await review({ text: '{"verdicts":[{"number":1,"reason":"no","real":false}]}' })
  expect(findings).toEqual([])
  expect(dropped).toMatchObject([{ reason: 'found false' }])
})

test('findings stay where the second look is refused, and that is said', async () => {
  const { findings, notes } = await review({ text: '', stopReason: 'refusal' })
  expect(findings).toHaveLength(1)
  expect(notes).toHaveLength(1)
})
