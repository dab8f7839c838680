import { closeSync, existsSync, openSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fakeBedrock, frames, messageStart, openStream, textBlock } from './fake-bedrock.js'
import type { FakeAnswer } from './fake-bedrock.js'
import { exampleKey, finished, lineWith, outcropRunner } from './run-outcrop.js'

const { start } = outcropRunner()
const bedrock = fakeBedrock()
const posix = process.platform !== 'win32'

/** Sends the beginning of an answer and then nothing more, until the client goes. */
const halfAnAnswer: FakeAnswer = (response) => {
  openStream(response)
  const [begin, open, piece] = frames([messageStart, ...textBlock(['Half an answer\n'])])
  for (const frame of [begin, open, piece]) response.write(frame)
}

const ask = (args: readonly string[] = []) =>
  start(['a question', '--region', 'us-east-1', '-m', 'claude-sonnet-4-5', '--endpoint-url', bedrock.url, ...args], {
    env: exampleKey,
  })

describe.runIf(posix)('Ctrl-C', () => {
  test('ends a call at once with 130, and says so in one line', async () => {
    bedrock.answers(halfAnAnswer)
    const child = ask()
    const run = finished(child)
    await lineWith(child.stdout, 'Half an answer')
    child.kill('SIGINT')
    expect(await run).toEqual({ code: 130, stdout: 'Half an answer\n', stderr: 'outcrop: interrupted.\n' })
  })

  test('with --json leaves one object with what had come', async () => {
    const streaming = new Promise<void>((resolve) => {
      bedrock.answers((response, request) => {
        halfAnAnswer(response, request)
        resolve()
      })
    })
    const child = ask(['--json'])
    const run = finished(child)
    await streaming
    child.kill('SIGINT')
    const { code, stdout } = await run
    expect(code).toBe(130)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'interrupted', model: 'claude-sonnet-4-5' })
  })

  test('ends a wait for standard input, which says that it is one', async () => {
    const child = start(['a question'], { holdStdin: true })
    const run = finished(child)
    await lineWith(child.stderr, 'waiting for standard input')
    child.kill('SIGINT')
    expect(await run).toMatchObject({ code: 130, stdout: '' })
  })
})

/** Sends lines for ever, until the client goes; then it calls `onGone`. */
function endless(onGone: () => void): FakeAnswer {
  return (response) => {
    response.on('close', onGone)
    openStream(response)
    const [begin, open, piece = new Uint8Array()] = frames([messageStart, ...textBlock([`${'x'.repeat(1000)}\n`])])
    for (const frame of [begin, open]) response.write(frame)
    const send = () => {
      if (!response.destroyed) response.write(piece, send)
    }
    send()
  }
}

test.runIf(existsSync('/dev/full'))('a full disk is said in one line: exit 11', async () => {
  const full = openSync('/dev/full', 'w')
  const child = start(['models', '--region', 'us-east-1', '-q'], { stdout: full })
  const { code, stderr } = await finished(child)
  closeSync(full)
  expect(code).toBe(11)
  expect(stderr).toBe('outcrop: standard output cannot be written (ENOSPC). Make room for it, or write elsewhere.\n')
})

describe.runIf(posix)('a reader that goes away', () => {
  test('ends the command quietly and without failure, and the call with it', async () => {
    const gone = new Promise<void>((resolve) => bedrock.answers(endless(resolve)))
    const child = ask()
    const run = finished(child)
    child.stdout?.once('data', () => child.stdout?.destroy())
    await gone
    const { code, stderr } = await run
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})
