import { pathToFileURL } from 'node:url'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { EmulatorOptions } from '@outcrop/emulator'
import { expect, test } from 'vitest'
import { ended, exampleEnvironment, localBedrock, root } from './run-example.js'

/** Calls the handler of examples/lambda once for each event, in a process that has the environment of a function. */
async function invoke(events: readonly object[], options: EmulatorOptions = {}, remainingMs = 30_000) {
  const bedrock = await localBedrock(options)
  const handler = pathToFileURL(join(root, 'examples', 'lambda', 'handler.js')).href
  const program = `
    const { handler } = await import(${JSON.stringify(handler)})
    const context = { getRemainingTimeInMillis: () => ${remainingMs} }
    const answers = []
    for (const event of ${JSON.stringify(events)}) answers.push(await handler(event, context))
    console.log(JSON.stringify(answers))
    process.exit()
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    env: exampleEnvironment(bedrock.env),
  })
  const { status, output } = await ended(child)
  expect(status, output).toBe(0)
  const answers = JSON.parse(output.trim().split('\n').at(-1)!) as readonly { statusCode: number; body: string }[]
  return answers.map(({ statusCode, body }) => [statusCode, JSON.parse(body)] as const)
}

const slow = { timeout: 120_000 }

test('a prompt in the body, plain or in base64, is answered', slow, async () => {
  const body = JSON.stringify({ prompt: 'Write a median function' })
  const base64 = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }
  const answers = await invoke([{ body }, base64])
  expect(answers).toMatchObject([
    [200, { text: /\w/, stopReason: 'end_turn' }],
    [200, { text: /\w/ }],
  ])
})

test('what is no prompt is refused before a call', slow, async () => {
  const answers = await invoke([{}, { body: null }, { body: '{' }, { body: '{"prompt":""}' }, { body: '{"prompt":7}' }])
  expect(answers.map(([status]) => status)).toEqual([400, 400, 400, 400, 400])
})

test('the function answers before Lambda would end it', slow, async () => {
  const [answer] = await invoke([{ body: '{"prompt":"Hi"}' }], { faults: [{ kind: 'hang' }] }, 2050)
  expect(answer).toMatchObject([504, { code: 'deadline', remedy: /\w/ }])
})

test('a failure has the status, the code and the remedy of its error', slow, async () => {
  const faults = [{ kind: 'http', status: 403, type: 'AccessDeniedException', message: 'no' }] as const
  const [answer] = await invoke([{ body: '{"prompt":"Hi"}' }], { faults })
  expect(answer).toMatchObject([403, { code: 'access_denied', remedy: /outcrop iam/ }])
})
