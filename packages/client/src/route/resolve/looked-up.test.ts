import { registry } from '@outcrop/models'
import { describe, expect, test } from 'vitest'
import { completeLookup } from './index.js'
import type { Resolution, Resolved, ResolveRequest } from './index.js'

const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3'
const asked: Resolved = { ok: true, calledId: profile, warnings: [], needsLookup: true }
const model = (region: string, id = 'anthropic.claude-sonnet-5') => `arn:aws:bedrock:${region}::foundation-model/${id}`

function complete(arns: readonly string[], more: Partial<ResolveRequest> = {}): Resolution {
  return completeLookup(
    { registry, name: profile, region: 'us-east-1', now: new Date('2026-11-22'), ...more },
    asked,
    arns,
  )
}

describe('an application profile that was looked up', () => {
  test.each([
    [
      'the geography that holds all its models',
      [model('us-east-1'), model('us-east-2'), model('us-west-2')],
      'us',
      'regional',
    ],
    ['global, for a model without a region', [model('us-east-1'), model('')], 'global', 'global'],
    ['the region, for a model in it alone', [model('us-east-1')], 'region', 'regional'],
    ['another geography', [model('eu-west-1'), model('eu-north-1')], 'eu', 'regional'],
  ])('has %s', (_, arns, geography, priceKind) => {
    expect(complete(arns)).toEqual({
      ok: true,
      key: 'claude-sonnet-5',
      entry: registry.modelRegistry['claude-sonnet-5'],
      calledId: profile,
      geography,
      priceKind,
      warnings: [],
    })
  })

  test('has no geography and no price where its models are in no one geography', () => {
    const found = complete([model('us-east-1'), model('eu-west-1')])
    expect(found).toMatchObject({ ok: true, key: 'claude-sonnet-5' })
    expect(found).not.toHaveProperty('geography')
    expect(found).not.toHaveProperty('priceKind')
  })

  test('has to keep to the residency', () => {
    expect(complete([model('us-east-1'), model('')], { residency: 'us' })).toMatchObject({
      ok: false,
      code: 'profile_required',
    })
    expect(complete([model('us-east-1'), model('eu-west-1')], { residency: 'us' })).toMatchObject({
      ok: false,
      code: 'profile_required',
    })
    expect(complete([], { residency: 'us' })).toMatchObject({ ok: false, code: 'profile_required' })
    expect(complete([model('us-east-1'), model('us-west-2')], { residency: 'us' }).ok).toBe(true)
  })

  test('of an ended model is refused, of a legacy one is warned of', () => {
    expect(complete([model('us-east-1', 'anthropic.claude-sonnet-4-20250514-v1:0')])).toMatchObject({
      ok: false,
      code: 'model_end_of_life',
      suggestions: ['claude-sonnet-5'],
    })
    const legacy = complete([model('us-east-1', 'anthropic.claude-opus-4-1-20250805-v1:0')])
    expect(legacy.ok && legacy.warnings).toEqual([expect.stringContaining('marked Legacy')])
  })

  test('of an unknown model, or of none, is called without a price', () => {
    expect(complete([model('us-east-1', 'anthropic.claude-future-9')])).toEqual({
      ok: true,
      calledId: profile,
      geography: 'region',
      warnings: [`The registry does not know anthropic.claude-future-9 behind ${profile}: its price is unknown.`],
    })
    expect(complete([])).toMatchObject({
      ok: true,
      calledId: profile,
      warnings: [expect.stringContaining('its price is unknown')],
    })
  })
})
