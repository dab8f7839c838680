import { describe, expect, test } from 'vitest'
import { classify } from './classify.js'
import type { ErrorCode } from './error-code.js'
import { createRedactor } from './redact.js'
import { errorRegister } from './register.js'
import type { ErrorContext, ReportedError } from './reported-error.js'

const context: ErrorContext = {
  region: 'us-east-1',
  model: 'claude-sonnet-4-5',
  calledId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  successor: 'claude-sonnet-5-5',
  identity: { kind: 'sigv4', source: 'environment' },
  redactor: createRedactor(),
}
const profileContext = { ...context, identity: { kind: 'sigv4', source: 'profile', profile: 'work' } } as const
const keyContext = { ...context, identity: { kind: 'bearer', source: 'environment' } } as const

const profileArn =
  'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const modelArn = 'arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0'
const notAuthorized = (resource: string, why: string) =>
  `User: arn:aws:iam::111122223333:user/ann is not authorized to perform: bedrock:InvokeModel on resource: ${resource} ${why}`

interface Case {
  readonly name: string
  readonly type: string
  readonly status?: number
  readonly message: string
  readonly code: ErrorCode
  /** A part of the remedy that makes it exact. */
  readonly remedy: string
  readonly context?: ErrorContext
}

const cases: readonly Case[] = [
  {
    name: 'a bare id that needs a profile (with the typographic apostrophe of the real answer)',
    type: 'ValidationException',
    status: 400,
    message:
      'Invocation of model ID anthropic.claude-sonnet-5 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
    code: 'profile_required',
    remedy: 'us.anthropic.claude-sonnet-5',
    context: { ...context, calledId: 'anthropic.claude-sonnet-5' },
  },
  {
    name: 'an id that the region does not have',
    type: 'ValidationException',
    status: 400,
    message: 'The provided model identifier is invalid.',
    code: 'model_not_found',
    remedy: 'outcrop models',
  },
  {
    name: 'a use case form that was never filled in',
    type: 'ResourceNotFoundException',
    status: 404,
    message:
      'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.',
    code: 'use_case_form',
    remedy: 'https://console.aws.amazon.com/bedrock/home?region=us-east-1#/model-catalog',
  },
  {
    name: 'a Marketplace subscription that nobody may make',
    type: 'AccessDeniedException',
    status: 403,
    message:
      'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model.',
    code: 'marketplace',
    remedy: 'aws-marketplace:Subscribe',
  },
  {
    name: 'a means of payment that Marketplace refuses',
    type: 'AccessDeniedException',
    status: 403,
    message:
      'Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.. Your AWS Marketplace subscription for this model cannot be completed at this time.',
    code: 'marketplace',
    remedy: '/billing/home#/paymentpreferences',
  },
  {
    name: 'a legacy model that the account has not used',
    type: 'ResourceNotFoundException',
    status: 404,
    message:
      'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock',
    code: 'model_end_of_life',
    remedy: 'claude-sonnet-5-5',
  },
  {
    name: 'a model past its end of life',
    type: 'ResourceNotFoundException',
    status: 404,
    message:
      'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    code: 'model_end_of_life',
    remedy: '-m claude-sonnet-5-5',
  },
  {
    name: 'a model that an old account has not opened',
    type: 'AccessDeniedException',
    status: 403,
    message: "You don't have access to the model with the specified model ID.",
    code: 'model_access',
    remedy: '#/model-catalog',
  },
  {
    name: 'a model that AWS opens only on request',
    type: 'AccessDeniedException',
    status: 403,
    message:
      'claude-mythos-5 is not available for this account. You can explore other available models on Amazon Bedrock.',
    code: 'model_access',
    remedy: 'contact-us/sales-support',
  },
  {
    name: 'a data retention mode that the model does not accept',
    type: 'ValidationException',
    status: 400,
    message: "data retention mode 'default' is not available for this model",
    code: 'model_access',
    remedy: 'aws_review',
  },
  {
    name: 'a policy that has the model and not the profile',
    type: 'AccessDeniedException',
    status: 403,
    message: notAuthorized(profileArn, 'because no identity-based policy allows the bedrock:InvokeModel action'),
    code: 'access_denied',
    remedy: '"arn:aws:bedrock:*:111122223333:inference-profile/us.anthropic.claude-*"',
  },
  {
    name: 'a policy that has the profile and not the model',
    type: 'AccessDeniedException',
    status: 403,
    message: notAuthorized(modelArn, 'because no identity-based policy allows the bedrock:InvokeModel action'),
    code: 'access_denied',
    remedy: '"arn:aws:bedrock:*::foundation-model/anthropic.claude-*"',
  },
  {
    name: 'a service control policy',
    type: 'AccessDeniedException',
    status: 403,
    message: notAuthorized(modelArn, 'with an explicit deny in a service control policy'),
    code: 'access_denied',
    remedy: 'service control policy forbids bedrock:InvokeModel',
  },
  {
    name: 'an explicit deny',
    type: 'AccessDeniedException',
    status: 403,
    message: notAuthorized(profileArn, 'with an explicit deny in an identity-based policy'),
    code: 'access_denied',
    remedy: 'take that Deny out',
  },
  {
    name: 'another action that is not allowed',
    type: 'AccessDeniedException',
    status: 403,
    message:
      'User: arn:aws:iam::111122223333:user/ann is not authorized to perform: bedrock:CallWithBearerToken on resource: *',
    code: 'access_denied',
    remedy: 'Allow bedrock:CallWithBearerToken on *',
  },
  {
    name: 'an expired token from the environment',
    type: 'ExpiredTokenException',
    status: 403,
    message: 'The security token included in the request is expired',
    code: 'credentials_expired',
    remedy: 'AWS_SESSION_TOKEN',
  },
  {
    name: 'an expired token of a profile',
    type: 'ExpiredTokenException',
    status: 403,
    message: 'The security token included in the request is expired',
    code: 'credentials_expired',
    remedy: 'aws sso login --profile work',
    context: profileContext,
  },
  {
    name: 'an expired API key',
    type: 'InvalidSignatureException',
    status: 403,
    message: 'Signature expired: 20261122T100000Z is now earlier than 20261122T220500Z (20261122T221000Z - 5 min.)',
    code: 'credentials_expired',
    remedy: 'AWS_BEARER_TOKEN_BEDROCK',
    context: keyContext,
  },
  {
    name: 'a request that came too late by its own time',
    type: 'RequestExpired',
    status: 400,
    message: 'Request has expired.',
    code: 'signature',
    remedy: 'Set the clock of this machine',
  },
  {
    name: 'an API key that does not exist',
    type: 'AccessDeniedException',
    status: 403,
    message: 'Authentication failed: Please make sure your API Key is valid.',
    code: 'signature',
    remedy: 'AWS_BEARER_TOKEN_BEDROCK',
    context: keyContext,
  },
  {
    name: 'a clock that is late',
    type: 'InvalidSignatureException',
    status: 403,
    message: 'Signature expired: 20261122T100000Z is now earlier than 20261122T100500Z (20261122T101000Z - 5 min.)',
    code: 'signature',
    remedy: 'clock',
  },
  {
    name: 'a clock that is early',
    type: 'InvalidSignatureException',
    status: 403,
    message: 'Signature not yet current: 20261122T110000Z is still later than 20261122T101500Z',
    code: 'signature',
    remedy: 'clock',
  },
  {
    name: 'a wrong secret',
    type: 'InvalidSignatureException',
    status: 403,
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    code: 'signature',
    remedy: 'AWS_SECRET_ACCESS_KEY',
  },
  {
    name: 'an unknown access key',
    type: 'UnrecognizedClientException',
    status: 403,
    message: 'The security token included in the request is invalid.',
    code: 'signature',
    remedy: 'AWS_ACCESS_KEY_ID',
  },
  {
    name: 'a request without a signature',
    type: 'MissingAuthenticationTokenException',
    status: 403,
    message: 'Missing Authentication Token',
    code: 'signature',
    remedy: 'Authorization',
  },
  {
    name: 'too much input',
    type: 'ValidationException',
    status: 400,
    message: 'Input is too long for requested model.',
    code: 'context_too_long',
    remedy: 'context window',
  },
  {
    name: 'too much input, in the words of the model',
    type: 'ValidationException',
    status: 400,
    message: 'prompt is too long: 210000 tokens > 200000 maximum',
    code: 'context_too_long',
    remedy: 'context window',
  },
  {
    name: 'tokens of the minute',
    type: 'ThrottlingException',
    status: 429,
    message: 'Too many tokens, please wait before trying again.',
    code: 'throttled',
    remedy: '/servicequotas/home/services/bedrock/quotas?region=us-east-1',
  },
  {
    name: 'requests of the minute',
    type: 'ThrottlingException',
    status: 429,
    message: 'Too many requests, please wait before trying again.',
    code: 'throttled',
    remedy: 'max_tokens',
  },
  {
    name: 'tokens of the day',
    type: 'ThrottlingException',
    status: 429,
    message: 'Too many tokens per day, please wait before trying again.',
    code: 'daily_quota',
    remedy: 'daily quota',
  },
  {
    name: 'a throttle inside a stream',
    type: 'throttlingException',
    message: 'Too many tokens, please wait before trying again.',
    code: 'throttled',
    remedy: 'max_tokens',
  },
  {
    name: 'a model that is not ready',
    type: 'ModelNotReadyException',
    status: 429,
    message: 'The model is not ready for inference',
    code: 'model_not_ready',
    remedy: 'minute',
  },
  {
    name: 'a fixed quota',
    type: 'ServiceQuotaExceededException',
    status: 400,
    message: 'Your request exceeds the service quota',
    code: 'quota_exceeded',
    remedy: 'servicequotas',
  },
  {
    name: 'a gateway that has no money left',
    type: 'billing_error',
    status: 429,
    message: 'The budget of this key is used up.',
    code: 'budget_exceeded',
    remedy: 'budget',
  },
  {
    name: 'a model that took too long',
    type: 'ModelTimeoutException',
    status: 408,
    message: 'Model has timed out in processing the request. Try your request again.',
    code: 'model_timeout',
    remedy: 'Stream',
  },
  {
    name: 'the same inside a stream',
    type: 'modelStreamErrorException',
    message: 'Model has timed out in processing the request. Try your request again.',
    code: 'model_timeout',
    remedy: 'Stream',
  },
  {
    name: 'a model that failed',
    type: 'ModelErrorException',
    status: 424,
    message: 'The system encountered an unexpected error during processing. Try your request again.',
    code: 'model_error',
    remedy: 'another model',
  },
  {
    name: 'a model that failed inside a stream',
    type: 'modelStreamErrorException',
    message: 'The model stopped.',
    code: 'model_error',
    remedy: 'another model',
  },
  {
    name: 'a failure of Bedrock',
    type: 'InternalServerException',
    status: 500,
    message: 'The system encountered an unexpected error during processing. Try your request again.',
    code: 'internal',
    remedy: 'request id',
  },
  {
    name: 'a failure inside a stream',
    type: 'internalServerException',
    message: 'The system encountered an unexpected error during processing.',
    code: 'internal',
    remedy: 'request id',
  },
  {
    name: 'no capacity',
    type: 'ServiceUnavailableException',
    status: 503,
    message: 'Bedrock is unable to process your request.',
    code: 'unavailable',
    remedy: 'another region',
  },
  {
    name: 'too many connections',
    type: 'ServiceUnavailableException',
    status: 503,
    message: 'Too many connections, please wait before trying again.',
    code: 'unavailable',
    remedy: 'another region',
  },
  {
    name: 'an overloaded model on the Messages routes',
    type: 'overloaded_error',
    status: 529,
    message: 'Overloaded',
    code: 'unavailable',
    remedy: 'another region',
  },
  {
    name: 'too many max_tokens',
    type: 'ValidationException',
    status: 400,
    message:
      'max_tokens: 999999 > 128000, which is the maximum allowed number of output tokens for anthropic.claude-sonnet-5',
    code: 'invalid_request',
    remedy: '--max-tokens',
  },
  {
    name: 'a temperature that the model refuses',
    type: 'ValidationException',
    status: 400,
    message: '`temperature` is deprecated for this model.',
    code: 'invalid_request',
    remedy: 'Leave out temperature',
  },
  {
    name: 'a beta flag',
    type: 'ValidationException',
    status: 400,
    message: 'invalid beta flag',
    code: 'invalid_request',
    remedy: 'beta flags',
  },
  {
    name: 'a member that the model does not have',
    type: 'ValidationException',
    status: 400,
    message: 'output_config.format: Extra inputs are not permitted',
    code: 'invalid_request',
    remedy: 'Leave out the member',
  },
  {
    name: 'a guardrail that does not exist',
    type: 'ValidationException',
    status: 400,
    message: 'The provided guardrail identifier is invalid.',
    code: 'invalid_request',
    remedy: 'message names',
  },
  {
    name: 'any other fault of the request',
    type: 'ValidationException',
    status: 400,
    message: 'messages.0.content: Field required',
    code: 'invalid_request',
    remedy: 'message names',
  },
  {
    name: 'a profile that does not exist',
    type: 'ResourceNotFoundException',
    status: 404,
    message: 'The requested resource was not found',
    code: 'model_not_found',
    remedy: 'outcrop models',
  },
  {
    name: 'a refusal without words',
    type: 'AccessDeniedException',
    status: 403,
    message: '',
    code: 'access_denied',
    remedy: 'outcrop iam',
  },
]

describe('an error of Bedrock', () => {
  test.each(cases)('$name: $code', ({ code, remedy, context: given = context, ...error }) => {
    const found = classify({ ...error, requestId: 'req-1' }, given)
    expect(found.code).toBe(code)
    expect(found.remedy).toContain(remedy)
    expect(found.name).toBe(errorRegister[code].class)
    expect(found).toMatchObject({ requestId: 'req-1', region: 'us-east-1' })
    expect(found.status).toBe(error.status)
    expect(found.remedy.trim().split('\n')).toHaveLength(1)
  })

  test.each([
    [400, 'invalid_request'],
    [401, 'signature'],
    [403, 'access_denied'],
    [407, 'network'],
    [408, 'model_timeout'],
    [409, 'unavailable'],
    [413, 'context_too_long'],
    [424, 'model_error'],
    [429, 'throttled'],
    [500, 'internal'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'unavailable'],
    [505, 'internal'],
    [418, 'protocol'],
    [529, 'unavailable'],
  ] as const)('without a type, %i is %s', (status, code) => {
    expect(classify({ type: '', message: 'x', status }, context).code).toBe(code)
  })

  test('inside a stream without a known type is internal', () => {
    expect(classify({ type: 'newException', message: 'new' }, context)).toMatchObject({
      code: 'internal',
      serviceError: 'NewException',
    })
  })

  test('is never recognised by its request id', () => {
    const error: ReportedError = {
      type: 'ValidationException',
      message: 'messages: Field required',
      status: 400,
      requestId: 'too many tokens per day',
    }
    expect(classify(error, context).code).toBe('invalid_request')
  })

  test('with the words of the model itself is recognised by them', () => {
    const error = {
      type: 'ModelStreamErrorException',
      message: 'The model failed.',
      originalMessage: 'prompt is too long: 9 tokens > 8 maximum',
    }
    expect(classify(error, context)).toMatchObject({
      code: 'context_too_long',
      message: 'The model failed. prompt is too long: 9 tokens > 8 maximum',
    })
  })

  test('that asks for patience says how long', () => {
    const error = { type: 'ThrottlingException', message: 'Too many tokens', status: 429, retryAfterSeconds: 1.5 }
    expect(classify(error, context).retryAfterMs).toBe(1500)
  })

  test('without a message still says what came', () => {
    expect(classify({ type: 'FooException', message: ' ', status: 500 }, context).message).toBe(
      'Bedrock answered 500 FooException without a message',
    )
  })

  test('names the console of its partition', () => {
    const error = {
      type: 'ResourceNotFoundException',
      message: 'use case details have not been submitted',
      status: 404,
    }
    expect(classify(error, { ...context, region: 'us-gov-west-1' }).remedy).toContain('console.amazonaws-us-gov.com')
    expect(classify(error, { ...context, region: 'cn-north-1' }).remedy).toContain('console.amazonaws.cn')
  })
})
