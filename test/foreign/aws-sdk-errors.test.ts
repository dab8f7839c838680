import {
  BedrockRuntimeServiceException,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import { protocols, runtimeClient } from './aws-sdk.js'
import {
  bareSonnet45,
  expiredSession,
  localBedrock,
  opus48,
  refusals,
  scrubEnvironment,
  signatureExpired,
  signatureNotYetCurrent,
  sonnet45,
  tenMinutesAhead,
  tenMinutesBehind,
  unknownKey,
  wrongSecret,
} from './local-bedrock.js'

scrubEnvironment()
const local = localBedrock()
const ahead = localBedrock({ now: tenMinutesAhead })
const behind = localBedrock({ now: tenMinutesBehind })

const body = (more: object = {}) =>
  JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Hello' }],
    ...more,
  })
const messages = [{ role: 'user' as const, content: [{ text: 'Hello' }] }]

/** The four operations that answer a conversation: each must refuse in the same words. */
const operations = [
  ['InvokeModel', (modelId: string) => new InvokeModelCommand({ modelId, body: body() })],
  [
    'InvokeModelWithResponseStream',
    (modelId: string) => new InvokeModelWithResponseStreamCommand({ modelId, body: body() }),
  ],
  ['Converse', (modelId: string) => new ConverseCommand({ modelId, messages })],
  ['ConverseStream', (modelId: string) => new ConverseStreamCommand({ modelId, messages })],
] as const

type Sent = (typeof operations)[number][1]
const send = (client: ReturnType<typeof runtimeClient>, make: Sent, modelId: string): Promise<unknown> =>
  client.send(make(modelId) as InvokeModelCommand)

async function refusal(answer: Promise<unknown>) {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(BedrockRuntimeServiceException)
  const { name, message, $metadata } = error as BedrockRuntimeServiceException
  expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect($metadata.attempts).toBe(1)
  return { name, status: $metadata.httpStatusCode, message }
}

describe.each(protocols)('what the AWS SDK is refused over $protocol', ({ handler }) => {
  describe.each(operations)('%s', (_name, make) => {
    test('a wrong secret', async () => {
      const client = runtimeClient(local.url, { ...handler(), credentials: wrongSecret })
      expect(await refusal(send(client, make, sonnet45))).toEqual(refusals.wrongSecret)
    })

    test('a key that AWS does not know', async () => {
      const client = runtimeClient(local.url, { ...handler(), credentials: unknownKey })
      expect(await refusal(send(client, make, sonnet45))).toEqual(refusals.unknownKey)
    })

    test('an expired session', async () => {
      const client = runtimeClient(local.url, { ...handler(), credentials: expiredSession })
      expect(await refusal(send(client, make, sonnet45))).toEqual(refusals.expiredToken)
    })

    test('a bad bearer key', async () => {
      const client = runtimeClient(local.url, {
        ...handler(),
        token: { token: 'bedrock-api-key-of-nobody' },
        authSchemePreference: ['httpBearerAuth'],
      })
      expect(await refusal(send(client, make, sonnet45))).toEqual(refusals.badBearer)
    })

    test('an unknown model', async () => {
      const client = runtimeClient(local.url, handler())
      expect(await refusal(send(client, make, 'anthropic.claude-nonesuch-9'))).toEqual(refusals.unknownModel)
    })

    test('a bare id where the model needs a profile', async () => {
      const client = runtimeClient(local.url, handler())
      expect(await refusal(send(client, make, bareSonnet45))).toEqual(refusals.bareId)
    })

    test('a stale date, which the SDK then corrects by the Date header and sends anew', async () => {
      const once = runtimeClient(ahead.url, { ...handler(), maxAttempts: 1 })
      const stale = await refusal(send(once, make, sonnet45))
      expect(stale).toMatchObject({ name: 'InvalidSignatureException', status: 403 })
      expect(stale.message).toMatch(signatureExpired)

      const patient = runtimeClient(ahead.url, handler())
      ahead.emulator.reset()
      await send(patient, make, sonnet45)
      expect(ahead.emulator.requests().map(({ status }) => status)).toEqual([403, 200])
    })

    test('a date that has not come yet', async () => {
      const once = runtimeClient(behind.url, { ...handler(), maxAttempts: 1 })
      const early = await refusal(send(once, make, sonnet45))
      expect(early).toMatchObject({ name: 'InvalidSignatureException', status: 403 })
      expect(early.message).toMatch(signatureNotYetCurrent)
    })
  })

  test('a request that breaks the model’s rules is a ValidationException of the SDK', async () => {
    const client = runtimeClient(local.url, handler())
    const noMaxTokens = JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      messages: [{ role: 'user', content: 'Hi' }],
    })
    const answer = client.send(new InvokeModelCommand({ modelId: sonnet45, body: noMaxTokens }))
    await expect(answer).rejects.toBeInstanceOf(ValidationException)
    await expect(answer).rejects.toThrow('max_tokens: Field required')
  })

  test('sampling is refused by a model that has none', async () => {
    const client = runtimeClient(local.url, handler())
    const answer = client.send(new InvokeModelCommand({ modelId: opus48, body: body({ temperature: 0.5 }) }))
    await expect(answer).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('temperature'),
    })
  })
})
