import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorAnswer, fakeBedrock } from './fake-bedrock.js'
import { exampleKey, outcropRunner } from './run-outcrop.js'

// The errors that a first real call meets, in AWS's own words: each ends in one line with the exact fix.
const { home, run } = outcropRunner()
const bedrock = fakeBedrock()
// What is throttled is tried again as any other failure, not queued.
writeFileSync(join(home, 'outcrop.config.json'), JSON.stringify({ maxQueueMs: 0 }))
const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

const ask = (args: readonly string[] = [], env: Readonly<Record<string, string>> = exampleKey) =>
  run(['ask', 'a question', '--region', 'us-east-1', '--endpoint-url', bedrock.url, ...args], {
    env: { BEDROCK_MAX_RETRIES: '0', BEDROCK_DEFAULT_MODEL: 'claude-sonnet-4-5', ...env },
  })

const denied = (resource: string) =>
  `User: arn:aws:iam::111122223333:user/dev is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: ${resource} because no identity-based policy allows the bedrock:InvokeModelWithResponseStream action`
const marketplace =
  'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation for further details. Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 15 minutes.'
const payment =
  'Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.. Your AWS Marketplace subscription for this model cannot be completed at this time.'
const form =
  'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.'
const legacy =
  'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock'
const onDemand =
  'Invocation of model ID anthropic.claude-nova-9 with on-demand throughput isn\u2019t supported. Retry your request with the ID or ARN of an inference profile that contains this model.'

interface Case {
  readonly name: string
  /** What Bedrock answers. */
  readonly answer: readonly [status: number, type: string, message: string]
  readonly model?: string
  readonly exit: number
  readonly remedy: RegExp
}

const cases: readonly Case[] = [
  {
    name: 'no access to the model',
    answer: [403, 'AccessDeniedException', "You don't have access to the model with the specified model ID."],
    exit: 3,
    remedy: /model-catalog/,
  },
  {
    name: 'the profile missing in the policy',
    answer: [
      403,
      'AccessDeniedException',
      denied(`arn:aws:bedrock:us-east-1:111122223333:inference-profile/${sonnet}`),
    ],
    exit: 3,
    remedy:
      /add "arn:aws:bedrock:\*:111122223333:inference-profile\/us\.anthropic\.claude-\*" to the Resource.*outcrop iam/,
  },
  {
    name: 'a region missing in the policy',
    answer: [
      403,
      'AccessDeniedException',
      denied('arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0'),
    ],
    exit: 3,
    remedy: /arn:aws:bedrock:\*::foundation-model\/anthropic\.claude-\*.*outcrop iam/,
  },
  {
    name: 'the use-case form',
    answer: [404, 'ResourceNotFoundException', form],
    exit: 3,
    remedy: /Fill in Anthropic's use case form.*https:\/\/console\.aws\.amazon\.com\/bedrock/,
  },
  {
    name: 'the Marketplace subscription',
    answer: [403, 'AccessDeniedException', marketplace],
    exit: 3,
    remedy: /aws-marketplace:Subscribe/,
  },
  {
    name: 'the means of payment',
    answer: [403, 'AccessDeniedException', payment],
    exit: 3,
    remedy: /means of payment/,
  },
  {
    name: 'a legacy model',
    answer: [404, 'ResourceNotFoundException', legacy],
    model: 'claude-opus-4-1',
    exit: 2,
    remedy: /Use claude-opus-\S+ instead: -m claude-opus-/,
  },
  {
    name: 'a bare id',
    answer: [400, 'ValidationException', onDemand],
    model: 'anthropic.claude-nova-9',
    exit: 2,
    remedy: /us\.anthropic\.claude-nova-9/,
  },
  {
    name: 'an id that Bedrock does not know',
    answer: [400, 'ValidationException', 'The provided model identifier is invalid.'],
    exit: 2,
    remedy: /outcrop models/,
  },
  {
    name: 'an expired token',
    answer: [403, 'ExpiredTokenException', 'The security token included in the request is expired'],
    exit: 3,
    remedy: /fetch new ones and set all three/,
  },
  {
    name: 'an unknown key',
    answer: [403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
    exit: 3,
    remedy: /Check AWS_ACCESS_KEY_ID/,
  },
  {
    name: 'throttling',
    answer: [429, 'ThrottlingException', 'Too many tokens, please wait before trying again.'],
    exit: 4,
    remedy: /raise the quota: https:\/\//,
  },
  {
    name: 'the daily quota',
    answer: [429, 'ThrottlingException', 'Too many tokens per day, please wait before trying again.'],
    exit: 4,
    remedy: /daily quota/,
  },
  {
    name: 'a service that is unavailable',
    answer: [503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.'],
    exit: 4,
    remedy: /Try again/,
  },
]

test.each(cases)('$name', async ({ answer, model, exit, remedy }) => {
  const [status, type, message] = answer
  bedrock.answers(errorAnswer(status, type, message))
  const { code, stdout, stderr } = await ask(model === undefined ? [] : ['-m', model])
  const lines = stderr.trimEnd().split('\n')
  const error = lines.pop() ?? ''
  expect({ code, stdout }).toEqual({ code: exit, stdout: '' })
  expect(lines.filter((line) => !/legacy|registry does not know/i.test(line))).toEqual([])
  expect(error).toMatch(/^outcrop: /)
  expect(error).toContain(message.replace(/\.$/, '').slice(0, 60))
  expect(error).toMatch(remedy)
})

test('--verbose adds what AWS Support asks for', async () => {
  bedrock.answers(errorAnswer(503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.'))
  const { stderr } = await ask(['-v'])
  expect(stderr).toContain('request id: 0d6e5c3a-1f2b-4c8d-9e70-000000000001')
  expect(stderr).toContain('HTTP status: 503')
})

test('no credentials: how to get some, and that --local needs none', async () => {
  const { code, stdout, stderr } = await ask([], {})
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toMatch(/^outcrop: [^\n]*AWS_PROFILE[^\n]*--local[^\n]*\n$/)
  expect(bedrock.requests).toEqual([])
})

test('an expired SSO session: the command that renews it', async () => {
  mkdirSync(join(home, '.aws', 'sso', 'cache'), { recursive: true })
  const startUrl = 'https://example.awsapps.com/start'
  writeFileSync(
    join(home, '.aws', 'config'),
    `[profile dev]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = us-east-1\n`,
  )
  const cached = { startUrl, region: 'us-east-1', accessToken: 'expired', expiresAt: '2020-01-01T00:00:00Z' }
  const name = createHash('sha1').update(startUrl).digest('hex')
  writeFileSync(join(home, '.aws', 'sso', 'cache', `${name}.json`), JSON.stringify(cached))
  const { code, stdout, stderr } = await ask(['--profile', 'dev'], {})
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toMatch(/^outcrop: [^\n]*aws sso login --profile dev\n$/)
})

test('a place where nothing listens', async () => {
  const { code, stderr } = await run(['a question', '--region', 'us-east-1', '--endpoint-url', 'http://127.0.0.1:1'], {
    env: { ...exampleKey, BEDROCK_MAX_RETRIES: '0' },
  })
  expect(code).toBe(4)
  expect(stderr).toMatch(/^outcrop: [^\n]*127\.0\.0\.1:1[^\n]*\n$/)
})

test('no secret is ever printed', async () => {
  const secret = exampleKey.AWS_SECRET_ACCESS_KEY
  bedrock.answers(
    errorAnswer(403, 'InvalidSignatureException', `The request signature we calculated does not match (${secret})`),
  )
  const { stdout, stderr } = await ask(['-v', '--json'])
  expect(`${stdout}${stderr}`).not.toContain(secret)
})
