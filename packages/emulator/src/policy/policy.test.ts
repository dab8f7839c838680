import { describe, expect, test } from 'vitest'
import { parseAccess } from '../account/access-config.js'
import { ConfigFault } from '../control/config-fault.js'
import { decide } from './policy.js'
import type { PolicyStatement, Right } from './policy.js'

const right = (changes: Partial<Right> = {}): Right => ({
  action: 'bedrock:InvokeModel',
  resource: 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-5',
  context: { 'aws:RequestedRegion': 'us-east-1' },
  ...changes,
})
const allow = (statement: Partial<PolicyStatement>): PolicyStatement => ({
  Effect: 'Allow',
  ...(statement.NotAction === undefined && { Action: '*' }),
  ...(statement.NotResource === undefined && { Resource: '*' }),
  ...statement,
})
const when = (Condition: PolicyStatement['Condition']) => allow({ Condition: Condition! })

describe('a statement', () => {
  test.each([
    [allow({}), true],
    [allow({ Action: 'bedrock:invoke*' }), true],
    [allow({ Action: ['bedrock:Converse', 'bedrock:Invoke?odel'] }), true],
    [allow({ Action: 'bedrock:InvokeModelWithResponseStream' }), false],
    [allow({ NotAction: 'bedrock:Get*' }), true],
    [allow({ NotAction: 'bedrock:*' }), false],
    [allow({ Resource: 'arn:aws:bedrock:*::foundation-model/anthropic.claude-*' }), true],
    [allow({ Resource: 'arn:aws:bedrock:*::foundation-model/anthropic.CLAUDE-*' }), false],
    [allow({ Resource: 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-' }), false],
    [allow({ NotResource: 'arn:aws:bedrock:us-west-2::*' }), true],
    [when({ StringEquals: { 'aws:requestedregion': ['us-west-2', 'us-east-1'] } }), true],
    [when({ StringEquals: { 'aws:RequestedRegion': 'us-west-2' } }), false],
    [when({ StringNotEquals: { 'aws:RequestedRegion': 'us-west-2' } }), true],
    [when({ StringLike: { 'aws:RequestedRegion': 'us-*' } }), true],
    [when({ StringNotLike: { 'aws:RequestedRegion': 'us-*' } }), false],
    [when({ StringEquals: { 'bedrock:InferenceProfileArn': 'x' } }), false],
    [when({ StringEqualsIfExists: { 'bedrock:InferenceProfileArn': 'x' } }), true],
    [when({ ArnNotLike: { 'bedrock:InferenceProfileArn': 'x' } }), true],
  ])('%j allows: %s', (statement, allowed) => {
    expect(decide({ Statement: statement }, right())).toBe(allowed ? 'allowed' : 'implicitDeny')
  })

  test('that denies wins, wherever it stands', () => {
    const Statement = [allow({}), allow({ Effect: 'Deny', Action: 'bedrock:InvokeModel' }), allow({})]
    expect(decide({ Statement }, right())).toBe('explicitDeny')
    expect(decide({ Statement }, right({ action: 'bedrock:CountTokens' }))).toBe('allowed')
  })

  test('with many stars takes no longer', () => {
    const Resource = `${'*a'.repeat(30)}*b`
    expect(decide({ Statement: allow({ Resource }) }, right({ resource: 'a'.repeat(5_000) }))).toBe('implicitDeny')
  })

  test('an empty region fits a star', () => {
    const resource = 'arn:aws:bedrock:::foundation-model/anthropic.claude-opus-5'
    const pattern = 'arn:aws:bedrock:*::foundation-model/*'
    expect(decide({ Statement: allow({ Resource: pattern }) }, right({ resource }))).toBe('allowed')
  })
})

describe('access', () => {
  test('is read as it stands', () => {
    const access = { policy: { Statement: [allow({})] }, useCaseForm: 'missing', models: { 'claude-opus-5': 'legacy' } }
    expect(parseAccess(access, 'access')).toEqual(access)
  })

  test.each([
    [{ who: 1 }, 'access has no member who'],
    [{ caller: 'ann' }, 'access.caller has to be an ARN'],
    [{ useCaseForm: 'lost' }, "access.useCaseForm has to be 'filed' or 'missing'"],
    [{ models: { x: 'closed' } }, 'access.models.x has to be one of open'],
    [{ policy: {} }, 'access.policy.Statement.0 has to be an object'],
    [{ policy: { Version: '2020', Statement: [] } }, 'access.policy.Version has to be 2012-10-17'],
    [{ policy: { Statement: [{ Effect: 'Maybe' }] } }, "access.policy.Statement.0.Effect has to be 'Allow' or 'Deny'"],
    [{ policy: { Statement: [{ Effect: 'Allow', Resource: '*' }] } }, 'has to have Action or NotAction'],
    [{ policy: { Statement: [{ Effect: 'Allow', Action: [1], Resource: '*' }] } }, 'Action has to be a text'],
    [{ policy: { Statement: [when({ Sounds: { a: 'b' } })] } }, 'Condition has no operator Sounds'],
    [{ serviceControlPolicy: 'deny' }, 'access.serviceControlPolicy has to be an object'],
  ])('%j is refused, with its place', (access, message) => {
    expect(() => parseAccess(access, 'access')).toThrow(ConfigFault)
    expect(() => parseAccess(access, 'access')).toThrow(message)
  })
})
