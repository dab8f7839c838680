/* The verifier beside AWS's whole client: what it signs, with all the headers that it adds, has to be taken. */
import { Bedrock } from '@aws-sdk/client-bedrock'
import { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import { verifyRequest } from './verify/verify-request.js'

interface Signed {
  method: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  body?: string | Uint8Array
}

const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const TEMPORARY = { ...KEYS, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'IQoJb3JpZ2lu/+X2VjEXAMPLE==' }
const ARN = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456'

async function signedBy(
  credentials: typeof KEYS,
  protocol: string,
  call: (runtime: BedrockRuntime, control: Bedrock) => Promise<unknown>,
): Promise<Signed | undefined> {
  const requests: Signed[] = []
  const requestHandler = {
    metadata: { handlerProtocol: protocol },
    handle: (request: Signed) => {
      requests.push(request)
      return Promise.reject(new Error('taken'))
    },
  } as never
  const options = {
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
    requestHandler,
    endpoint: 'http://127.0.0.1:4580',
  }
  await expect(call(new BedrockRuntime(options), new Bedrock(options))).rejects.toThrow('taken')
  return requests[0]
}

function lookup(id: string) {
  return [KEYS, TEMPORARY].find((known) => known.accessKeyId === id)
}

function verdictOn(signed: Signed | undefined) {
  const query = new URLSearchParams(signed?.query).toString()
  const headers = signed?.headers ?? {}
  const stamp = headers['x-amz-date'] ?? ''
  // The client reads the clock; what is verified here is not when it signed.
  const date = new Date(stamp.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'))
  const request = {
    method: signed?.method ?? '',
    path: query === '' ? (signed?.path ?? '') : `${signed?.path}?${query}`,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: typeof signed?.body === 'object' ? new Uint8Array(signed.body) : Buffer.from(signed?.body ?? ''),
  }
  return verifyRequest(request, { service: 'bedrock', region: 'us-east-1', date, lookup })
}

describe.each([
  ['http/1.1', 'host'],
  ['h2', ':authority'],
])('over %s', (protocol, hostHeader) => {
  test.each([KEYS, TEMPORARY])(
    "AWS's clients are taken, and sign the host as we expect ($accessKeyId)",
    async (keys) => {
      const messages = [{ role: 'user' as const, content: [{ text: 'añ漢🌋' }] }]
      const calls: Parameters<typeof signedBy>[2][] = [
        (runtime) => runtime.invokeModel({ modelId: ARN, body: '{"max_tokens":1}', contentType: 'application/json' }),
        (runtime) => runtime.converseStream({ modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0', messages }),
        (_, control) => control.listInferenceProfiles({ typeEquals: 'SYSTEM_DEFINED', nextToken: 'a/b=' }),
        (_, control) => control.getInferenceProfile({ inferenceProfileIdentifier: ARN }),
      ]
      for (const call of calls) {
        const signed = await signedBy(keys, protocol, call)
        expect(signed?.headers['authorization']).toMatch(new RegExp(`[=;]${hostHeader};`))
        expect(verdictOn(signed)).toMatchObject({ ok: true, accessKeyId: keys.accessKeyId, scheme: 'header' })
      }
    },
  )
})
