import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { exampleCredential, startEmulator } from '@outcrop/emulator'
import { expect, onTestFinished, test } from 'vitest'
import { StoppedClock } from '../../packages/emulator/testing/stopped-clock.js'

// The emulator looks now and then whether its HTTP/2 sessions still live; a client that waits must not notice.
test('the AWS SDK goes on over HTTP/2 after a long silence, without a retry', async () => {
  const clock = new StoppedClock()
  const emulator = await startEmulator({ clock, auth: 'off', idleTimeoutMs: 1e9 })
  onTestFinished(() => emulator.close())
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: emulator.url,
    credentials: exampleCredential,
    maxAttempts: 1,
  })
  onTestFinished(() => client.destroy())
  const ask = () =>
    client.send(
      new ConverseCommand({
        modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
        messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
      }),
    )
  for (let call = 0; call < 3; call += 1) {
    expect((await ask()).$metadata.httpStatusCode).toBe(200)
    for (let step = 0; step < 100; step += 1) {
      clock.advance(5_000)
      await nextTurn()
    }
  }
  expect(emulator.requests().map(({ httpVersion }) => httpVersion)).toEqual(['2.0', '2.0', '2.0'])
})
