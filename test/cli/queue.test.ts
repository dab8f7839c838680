import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorAnswer, fakeBedrock } from './fake-bedrock.js'
import { exampleKey, finished, lineWith, outcropRunner } from './run-outcrop.js'

// A command that Bedrock refuses for want of quota waits its turn, says so, and not for ever.
const { home, start, run } = outcropRunner()
const bedrock = fakeBedrock()
const args = () => [
  'ask',
  'a question',
  '--region',
  'us-east-1',
  '--endpoint-url',
  bedrock.url,
  '-m',
  'claude-sonnet-4-5',
]
const throttled = errorAnswer(429, 'ThrottlingException', 'Too many tokens, please wait before trying again.')

test('it waits as long as the configuration allows, and says for what', async () => {
  writeFileSync(join(home, 'outcrop.config.json'), JSON.stringify({ maxQueueMs: 1500 }))
  bedrock.answers(throttled)
  const { code, stdout, stderr } = await run(args(), { env: exampleKey })
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
  expect(stderr).toMatch(/^outcrop: waiting for quota of claude-sonnet-4-5, about 1 s\n/)
  expect(stderr).toMatch(/maxQueueMs[^\n]*raise the quota: https:\/\/\S+\n$/)
})

test.runIf(process.platform !== 'win32')('it can be interrupted while it waits', async () => {
  writeFileSync(join(home, 'outcrop.config.json'), '{}')
  bedrock.answers(throttled)
  const child = start(args(), { env: exampleKey })
  const ended = finished(child)
  await lineWith(child.stderr, 'waiting for quota')
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 130, stdout: '' })
})
