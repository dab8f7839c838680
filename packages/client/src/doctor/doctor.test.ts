import { getToken } from '@aws/bedrock-token-generator'
import { describe, expect, test } from 'vitest'
import { clientFor } from '../../testing/client.js'
import { messageOf, sendError, sendJson, startServer } from '../../testing/loopback.js'
import type { Answer, Received } from '../../testing/loopback.js'
import { readApiKey } from './api-key.js'
import { principalOf } from './simulate.js'

describe('an API key', () => {
  test('of AWS’s own maker tells its region, its maker and its end', async () => {
    const credentials = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    }
    const before = Math.floor(Date.now() / 1000) * 1000
    const key = readApiKey(await getToken({ credentials, region: 'eu-west-1', expiresInSeconds: 3600 }))
    expect(key).toMatchObject({ kind: 'short-term', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', region: 'eu-west-1' })
    const lasts = (key.kind === 'short-term' ? key.endsAt : 0) - before
    expect(lasts).toBeGreaterThanOrEqual(3_600_000)
    expect(lasts).toBeLessThan(3_720_000)
  })

  test.each([
    [
      `ABSK${Buffer.from('BedrockAPIKey-x1y2-at-111122223333:c2VjcmV0').toString('base64')}`,
      { kind: 'long-term', user: 'BedrockAPIKey-x1y2-at-111122223333', account: '111122223333' },
    ],
    ['ABSKT3V0Y3JvcEVtdWxhdG9yRXhhbXBsZUtleQ==', { kind: 'long-term' }],
    ['bedrock-api-key-bm90aGluZw==', { kind: 'other' }],
    ['sk-of-a-gateway', { kind: 'other' }],
  ])('%s is told by its shape', (token, facts) => {
    expect(readApiKey(token)).toEqual(facts)
  })
})

test.each([
  ['arn:aws:iam::111122223333:user/team/ann', 'arn:aws:iam::111122223333:user/team/ann'],
  ['arn:aws:sts::111122223333:assumed-role/Developer/ann', 'arn:aws:iam::111122223333:role/Developer'],
  ['arn:aws-us-gov:sts::111122223333:assumed-role/r/i-0', 'arn:aws-us-gov:iam::111122223333:role/r'],
  ['arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123/ann', undefined],
  ['arn:aws:sts::111122223333:federated-user/ann', undefined],
  ['arn:aws:iam::111122223333:root', undefined],
])('IAM knows %s as %s', (arn, principal) => {
  expect(principalOf(arn)).toBe(principal)
})

const caller =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ann</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>'

/** A server that answers as AWS does; `simulation` is what IAM says. */
const aws =
  (simulation: string): Answer =>
  (response, { path, body }) => {
    if (path === '/' && body === '')
      return sendError(response, { status: 404, type: 'UnknownOperationException', message: 'no' })
    if (body.startsWith('Action=GetCallerIdentity')) return void response.writeHead(200).end(caller)
    if (body.startsWith('Action=SimulatePrincipalPolicy')) return void response.writeHead(200).end(simulation)
    const isStreamed = path.endsWith('/invoke-with-response-stream')
    if (isStreamed) return sendError(response, { status: 400, type: 'ValidationException', message: 'no messages' })
    if (path.endsWith('/invoke')) return sendJson(response, 200, messageOf('OK'))
    sendError(response, { status: 403, type: 'AccessDeniedException', message: 'not authorized to perform: it' })
  }

const outcomeOf = (steps: readonly { name: string; outcome: string }[], wanted: string) =>
  steps.find(({ name }) => name === wanted)?.outcome

describe('the doctor', () => {
  const pair = (decision: string) =>
    `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults><member><EvalActionName>bedrock:InvokeModel</EvalActionName><EvalResourceName>arn:aws:bedrock:us-east-1::foundation-model/m</EvalResourceName><EvalDecision>${decision}</EvalDecision></member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`

  test.each([
    ['allowed', 'passed'],
    ['implicitDeny', 'failed'],
  ])('understands IAM as it answered before 2026: %s', async (decision, outcome) => {
    await using server = await startServer(aws(pair(decision)))
    const { client } = clientFor(server.url)
    const { steps, identity } = await client.diagnose({ model: 'claude-haiku-4-5' })
    expect(outcomeOf(steps, 'permissions')).toBe(outcome)
    expect(identity).toEqual({ arn: 'arn:aws:iam::111122223333:user/ann', account: '111122223333' })
  })

  test('knocks without any signature, and signs what it asks STS and IAM for them', async () => {
    await using server = await startServer(aws(pair('allowed')))
    const { client } = clientFor(server.url)
    await client.diagnose({ model: 'claude-haiku-4-5' })
    const scopeOf = ({ headers }: Received) =>
      /Credential=[^/]+\/\d+\/([\w-]+\/[\w-]+)\//.exec(headers.authorization ?? '')?.[1]
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/' })
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization')
    expect(server.requests.slice(1).map(scopeOf)).toEqual(
      expect.arrayContaining(['us-east-1/sts', 'us-east-1/iam', 'us-east-1/bedrock']),
    )
  })

  test('lets what nobody may look at be, where the call goes through', async () => {
    await using server = await startServer(aws('<no>'))
    const { client } = clientFor(server.url)
    const { steps } = await client.diagnose({ model: 'claude-haiku-4-5' })
    // The clock of these tests stands still, in the past.
    expect(steps.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name)).toEqual(['clock'])
    expect(['access', 'quota'].map((name) => outcomeOf(steps, name))).toEqual(['skipped', 'skipped'])
    expect(outcomeOf(steps, 'invocation')).toBe('passed')
  })

  test('takes no answer for leave to call', async () => {
    const answers = aws('<no>')
    await using server = await startServer((response, request, attempt) => {
      if (request.path.endsWith('/invoke-with-response-stream')) return void response.destroy()
      return answers(response, request, attempt)
    })
    const { client } = clientFor(server.url)
    const { steps } = await client.diagnose({ model: 'claude-haiku-4-5' })
    expect(steps.find(({ name }) => name === 'permissions')).toMatchObject({ outcome: 'skipped' })
  })
})
