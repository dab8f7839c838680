import { registry } from '@outcrop/models'
import type { ModelEntry, ModelRegistry } from '@outcrop/models'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveModel } from './index.js'
import type { Residency, Resolution, Resolved, ResolveRequest, Unresolved } from './index.js'

const now = new Date('2026-11-22T12:00:00Z')

function ask(name: string, region = 'us-east-1', more: Partial<ResolveRequest> = {}): Resolution {
  return resolveModel({ registry, name, region, now, ...more })
}

function resolved(...question: Parameters<typeof ask>): Resolved {
  const resolution = ask(...question)
  if (!resolution.ok) throw new Error(`${resolution.code}: ${resolution.message}`)
  return resolution
}

function refused(...question: Parameters<typeof ask>): Unresolved {
  const resolution = ask(...question)
  if (resolution.ok) throw new Error(`resolved to ${resolution.calledId}`)
  return resolution
}

function only(...keys: string[]): ModelRegistry['modelRegistry'] {
  return Object.fromEntries(Object.entries(registry.modelRegistry).filter(([key]) => keys.includes(key)))
}

function entryOf(key: string): ModelEntry {
  const entry = registry.modelRegistry[key]
  if (entry === undefined) throw new Error(`no entry ${key}`)
  return entry
}

const sonnet45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0'

describe('names', () => {
  test.each([
    'claude-sonnet-4-5',
    'claude-sonnet-4-5-20250929',
    sonnet45,
    `us.${sonnet45}`,
    'Claude-Sonnet-4-5',
    '  claude-sonnet-4-5\n',
    `arn:aws:bedrock:us-east-1::foundation-model/${sonnet45}`,
  ])('%j is Sonnet 4.5, called through the us profile from us-east-1', (name) => {
    expect(resolved(name)).toMatchObject({
      key: 'claude-sonnet-4-5',
      calledId: `us.${sonnet45}`,
      geography: 'us',
      priceKind: 'regional',
      warnings: [],
    })
  })

  test('every key, name and id of a model in use leads to it', () => {
    const inUse = Object.entries(registry.modelRegistry).filter(
      ([, entry]) => !entry.gated && entry.lifecycle.status !== 'EOL',
    )
    const found = inUse.flatMap(([key, entry]) =>
      [key, ...entry.names, entry.modelId, `us.${entry.modelId}`].map((name) => [name, resolved(name).key, key]),
    )
    expect(found.filter(([, got, wanted]) => got !== wanted)).toEqual([])
    expect(found.length).toBeGreaterThan(60)
  })

  test('the entry comes along, with what the reply will call the model', () => {
    expect(resolved('claude-sonnet-4-5').entry?.names[0]).toBe('claude-sonnet-4-5-20250929')
  })
})

describe('an alias', () => {
  test('is never a gated or an ended or a legacy model', () => {
    const old = { ...registry, modelRegistry: only('claude-opus-4-1', 'claude-opus-4', 'claude-sonnet-4') }
    expect(ask('opus', 'us-east-1', { registry: old })).toMatchObject({ ok: false, code: 'profile_required' })
    expect(ask('sonnet', 'us-east-1', { registry: old })).toMatchObject({ ok: false, code: 'profile_required' })
    const gated = {
      ...registry,
      modelRegistry: { ...registry.modelRegistry, 'claude-opus-5-5': { ...entryOf('claude-opus-5-5'), gated: true } },
    }
    expect(resolved('opus', 'us-east-1', { registry: gated }).key).toBe('claude-opus-5')
  })

  test('moves on when a model ends, and stays with the rest of its family', () => {
    const newest = entryOf('claude-opus-5-5')
    const ending = { ...newest, lifecycle: { ...newest.lifecycle, legacy: '2027-06-01', endOfLife: '2027-12-01' } }
    const later = { ...registry, modelRegistry: { ...registry.modelRegistry, 'claude-opus-5-5': ending } }
    expect(resolved('opus', 'us-east-1', { registry: later }).key).toBe('claude-opus-5-5')
    expect(resolved('opus', 'us-east-1', { registry: later, now: new Date('2027-06-01T00:00:00Z') }).key).toBe(
      'claude-opus-5',
    )
  })

  test('means what every residency and surface offers', () => {
    expect(resolved('sonnet').calledId).toBe('us.anthropic.claude-sonnet-5-5')
    expect(resolved('sonnet', 'ap-northeast-1').calledId).toBe('jp.anthropic.claude-sonnet-5')
    expect(resolved('sonnet', 'ap-northeast-1', { residency: 'global' }).calledId).toBe(
      'global.anthropic.claude-sonnet-5-5',
    )
    expect(resolved('SONNET', 'us-east-1', { surface: 'mantle' }).calledId).toBe('anthropic.claude-sonnet-5')
  })

  test('that no model keeps says what would help', () => {
    const refusal = refused('fable', 'ap-northeast-1')
    expect(refusal).toMatchObject({ code: 'profile_required', suggestions: ['sonnet', 'opus', 'haiku'] })
    expect(refusal.message).toBe('No active model of the family fable is offered from ap-northeast-1 within jp.')
    expect(refusal.remedy).toBe(
      'Say where inference may run (--residency global), or use sonnet or opus or haiku, or call another region.',
    )
    expect(refused('haiku', 'us-gov-west-1').remedy).toBe('Use sonnet or opus or fable, or call another region.')
  })

  test('does not choose a model where it was never seen', () => {
    // Sonnet 4.5 is alone in this registry, and its list of regions does not have eu-south-1.
    const oneSonnet = { ...registry, modelRegistry: only('claude-sonnet-4-5') }
    expect(ask('sonnet', 'eu-south-1', { registry: oneSonnet }).ok).toBe(false)
    const byKey = resolved('claude-sonnet-4-5', 'eu-south-1', { registry: oneSonnet })
    expect(byKey).toMatchObject({ calledId: `eu.${sonnet45}` })
    expect(byKey.warnings).toEqual([
      'The registry does not list eu-south-1 among the regions of Claude Sonnet 4.5; its list may be incomplete.',
    ])
  })
})

describe("the guide's key claude-3-opus", () => {
  test('is Opus 4.1, with a note', () => {
    const { key, calledId, warnings } = resolved('claude-3-opus')
    expect({ key, calledId }).toEqual({
      key: 'claude-opus-4-1',
      calledId: 'us.anthropic.claude-opus-4-1-20250805-v1:0',
    })
    expect(warnings[0]).toBe(registry.renamed['claude-3-opus']?.note)
    expect(warnings[1]).toContain('marked Legacy')
  })

  test.each(['2027-01-09T00:00:00Z', '2027-02-15T10:00:00Z', '2030-01-01T00:00:00Z'])(
    'is the successor of Opus 4.1 at %s',
    (at) => {
      const { key, warnings } = resolved('claude-3-opus', 'us-east-1', { now: new Date(at) })
      expect(key).toBe('claude-opus-5-5')
      expect(warnings).toEqual([
        registry.renamed['claude-3-opus']?.note,
        'Claude Opus 4.1 has ended too: its successor claude-opus-5-5 is called.',
      ])
    },
  )

  test.each([
    'claude-3-opus-20240229',
    'anthropic.claude-3-opus-20240229-v1:0',
    'us.anthropic.claude-3-opus-20240229-v1:0',
  ])('does not hide that %s has ended', (name) => {
    expect(refused(name)).toMatchObject({ code: 'model_end_of_life', suggestions: ['claude-opus-5-5'] })
  })
})

const opus41 = (at: string) => ask('claude-opus-4-1', 'us-east-1', { now: new Date(at) })

describe('the end of a life', () => {
  test.each([
    ['2026-07-07T23:59:59Z', []],
    [
      '2026-07-08T00:00:00Z',
      ['Claude Opus 4.1 is marked Legacy on Bedrock since 2026-07-08 and ends on 2027-01-08; move to claude-opus-5-5.'],
    ],
    [
      '2027-01-08T23:59:59Z',
      ['Claude Opus 4.1 is marked Legacy on Bedrock since 2026-07-08 and ends on 2027-01-08; move to claude-opus-5-5.'],
    ],
  ])('Opus 4.1 is called at %s', (at, warnings) => {
    expect(opus41(at)).toMatchObject({ ok: true, warnings })
  })

  test.each(['2027-01-09T00:00:00Z', '2027-02-01T00:00:00Z'])(
    'a model past its end of life is refused, with its successor: Opus 4.1 at %s',
    (at) => {
      expect(opus41(at)).toEqual({
        ok: false,
        code: 'model_end_of_life',
        message: 'Claude Opus 4.1 reached its end of life on Bedrock on 2027-01-08.',
        remedy: 'Use claude-opus-5-5 instead.',
        suggestions: ['claude-opus-5-5'],
      })
    },
  )

  test('Sonnet 4 could be called before it ended, in Asia by its older profile', () => {
    const before = { now: new Date('2026-04-01T00:00:00Z') }
    const id = 'anthropic.claude-sonnet-4-20250514-v1:0'
    expect(resolved('claude-sonnet-4', 'us-east-1', before).calledId).toBe(`us.${id}`)
    expect(resolved('claude-sonnet-4', 'ap-northeast-1', before)).toMatchObject({
      calledId: `apac.${id}`,
      geography: 'apac',
      priceKind: 'regional',
    })
    expect(resolved('claude-sonnet-4', 'ap-south-1', before).calledId).toBe(`apac.${id}`)
    expect(refused('claude-sonnet-4', 'ap-northeast-1', { ...before, residency: 'jp' }).code).toBe('profile_required')
    expect(refused('claude-sonnet-4', 'ap-northeast-1').code).toBe('model_end_of_life')
  })

  test('where only the month is known, the model ends with the month', () => {
    const id = 'anthropic.claude-3-5-sonnet-20240620-v1:0'
    expect(ask(id, 'us-east-1', { now: new Date('2026-03-31T23:59:59Z') }).ok).toBe(true)
    expect(ask(id, 'us-east-1', { now: new Date('2026-04-01T00:00:00Z') })).toMatchObject({ code: 'model_end_of_life' })
  })

  test('where Bedrock still listed the model, its id named in full passes with a warning; its key does not', () => {
    const id = 'anthropic.claude-3-haiku-20240307-v1:0'
    const refusal = refused('claude-3-haiku', 'sa-east-1')
    expect(refusal.code).toBe('model_end_of_life')
    expect(refusal.remedy).toContain('still listed it in sa-east-1 on 2026-10-08')
    expect(resolved(id, 'sa-east-1')).toMatchObject({ calledId: id, geography: 'region' })
    expect(resolved(id, 'sa-east-1').warnings).toEqual([
      'Claude 3 Haiku has reached its end of life elsewhere; Bedrock still listed it in sa-east-1 on 2026-10-08.',
    ])
    expect(refused(id, 'us-east-1').code).toBe('model_end_of_life')
    expect(refused(`us.${id}`, 'us-east-1').code).toBe('model_end_of_life')
  })

  test('every model that has ended is refused by every name it has, in the main regions', () => {
    const ended = Object.entries(registry.modelRegistry).filter(([, { lifecycle }]) => lifecycle.status === 'EOL')
    const found = ended.flatMap(([key, entry]) =>
      [...(registry.renamed[key] === undefined ? [key] : []), ...entry.names, entry.modelId, `us.${entry.modelId}`].map(
        (name) => ask(name),
      ),
    )
    expect(found.length).toBeGreaterThan(30)
    expect(found.filter((one) => one.ok || one.code !== 'model_end_of_life' || one.suggestions?.length !== 1)).toEqual(
      [],
    )
  })
})

describe('residency', () => {
  test('is not left in silence: a geography without the model is refused, and the refusal says how to leave it', () => {
    expect(refused('claude-sonnet-5-5', 'ap-northeast-1')).toEqual({
      ok: false,
      code: 'profile_required',
      message: 'Claude Sonnet 5.5 has no jp profile, and jp is the geography of ap-northeast-1.',
      remedy: 'Say where inference may run: --residency global. claude-sonnet-5 is offered here.',
      suggestions: ['claude-sonnet-5'],
    })
    expect(resolved('claude-sonnet-5-5', 'ap-northeast-1', { residency: 'global' })).toMatchObject({
      calledId: 'global.anthropic.claude-sonnet-5-5',
      priceKind: 'global',
      warnings: [],
    })
  })

  test('that a region cannot keep is refused', () => {
    expect(refused('claude-sonnet-5', 'us-east-1', { residency: 'eu' })).toMatchObject({
      code: 'profile_required',
      message: 'Profiles of eu cannot be called from us-east-1, so residency eu cannot be kept there.',
    })
    expect(refused('claude-opus-4-8', 'us-gov-west-1', { residency: 'global' }).remedy).toContain(
      'any commercial region',
    )
  })

  test('of a region without a geography is global, with a warning; said, it needs none', () => {
    const assumed = resolved('sonnet', 'sa-east-1')
    expect(assumed).toMatchObject({
      calledId: 'global.anthropic.claude-sonnet-5-5',
      geography: 'global',
      priceKind: 'global',
    })
    expect(assumed.warnings).toEqual([expect.stringContaining('sa-east-1 belongs to no geography')])
    expect(resolved('sonnet', 'sa-east-1', { residency: 'global' }).warnings).toEqual([])
  })

  test('of a region without a geography is the region itself where the model is there on demand', () => {
    expect(resolved('claude-opus-5', 'ap-northeast-2')).toMatchObject({
      calledId: 'anthropic.claude-opus-5',
      geography: 'region',
      priceKind: 'regional',
      warnings: [],
    })
  })

  test('of a region that the registry does not know has to be said', () => {
    expect(refused('claude-sonnet-5', 'eu-north-9')).toMatchObject({
      code: 'profile_required',
      message: expect.stringContaining('does not know the region eu-north-9'),
    })
    expect(refused('sonnet', 'eu-north-9').message).toContain('does not know the region')
    const said = resolved('claude-sonnet-5', 'eu-north-9', { residency: 'eu' })
    expect(said.calledId).toBe('eu.anthropic.claude-sonnet-5')
    expect(said.warnings).toEqual([expect.stringContaining('does not list eu-north-9')])
  })

  test('of a profile that nobody has confirmed is refused, but the profile can be named', () => {
    expect(refused('claude-haiku-4-5', 'us-gov-west-1')).toMatchObject({
      message:
        'Whether Claude Haiku 4.5 has a us-gov profile is not established, and us-gov is the geography of us-gov-west-1.',
      remedy: expect.stringContaining(
        'Name the profile in full to try it: us-gov.anthropic.claude-haiku-4-5-20251001-v1:0.',
      ),
    })
    const named = resolved('us-gov.anthropic.claude-haiku-4-5-20251001-v1:0', 'us-gov-west-1')
    expect(named).toMatchObject({ key: 'claude-haiku-4-5', geography: 'us-gov', priceKind: 'usGov' })
    expect(named.warnings).toEqual(['The registry lists no us-gov profile of claude-haiku-4-5; it is sent as it is.'])
  })

  test('`region` is the bare id, where the region takes it', () => {
    expect(resolved('claude-opus-5-5', 'eu-west-2', { residency: 'region' })).toMatchObject({
      calledId: 'anthropic.claude-opus-5-5',
      geography: 'region',
      priceKind: 'regional',
    })
    expect(refused('claude-opus-5-5', 'eu-west-1', { residency: 'region' })).toMatchObject({
      message: 'Claude Opus 5.5 cannot be called in eu-west-1 alone: it needs an inference profile.',
      remedy: 'Say where inference may run: --residency eu or --residency global.',
    })
  })

  test('is kept by every resolution: what is called from any region by any name stays where it was said', () => {
    const names = [
      ...Object.keys(registry.modelRegistry),
      ...Object.keys(registry.aliases),
      ...Object.values(registry.modelRegistry).flatMap(({ modelId }) => [
        modelId,
        `us.${modelId}`,
        `eu.${modelId}`,
        `global.${modelId}`,
      ]),
      'us.anthropic.claude-future-9',
      'anthropic.claude-future-9',
    ]
    const regions = Object.values(registry.regions).flat()
    const residencies: Residency[] = ['us', 'eu', 'jp', 'au', 'us-gov', 'region']
    const strays: string[] = []
    let kept = 0
    for (const name of names)
      for (const region of regions)
        for (const residency of residencies)
          for (const surface of ['invoke', 'mantle'] as const) {
            const resolution = ask(name, region, { residency, surface })
            if (!resolution.ok) continue
            if (keeps(resolution.calledId, region, residency)) kept++
            else strays.push(`${name} ${region} ${residency}: ${resolution.calledId}`)
          }
    expect(strays).toEqual([])
    expect(kept).toBeGreaterThan(1000)
  })
})

/** Whether an id, called from a region, keeps inference where it was said; by AWS's rule for the names of profiles. */
function keeps(calledId: string, region: string, residency: Residency): boolean {
  const prefix = /^([a-z-]+)\.anthropic/.exec(calledId)?.[1]
  const isInside =
    registry.geographies.find((geography) => geography.prefix === residency)?.regions?.includes(region) === true
  return prefix === undefined ? residency === 'region' || isInside : prefix === residency && isInside
}

describe('an id of Bedrock', () => {
  test('that a region may not call is refused', () => {
    expect(refused('eu.anthropic.claude-sonnet-5', 'us-east-1')).toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining('cannot be called from us-east-1'),
    })
    expect(refused('global.anthropic.claude-opus-4-8', 'us-gov-west-1').code).toBe('model_not_found')
    expect(resolved('global.anthropic.claude-opus-4-8', 'af-south-1').geography).toBe('global')
  })

  test('of a profile has to keep to the residency', () => {
    expect(refused('us.anthropic.claude-sonnet-5', 'us-east-1', { residency: 'region' }).message).toBe(
      'us.anthropic.claude-sonnet-5 does not keep to residency region: its inference runs in us.',
    )
    expect(refused('global.anthropic.claude-sonnet-5', 'us-east-1', { residency: 'us' }).code).toBe('profile_required')
    expect(resolved('us.anthropic.claude-sonnet-5', 'us-east-1', { residency: 'global' }).geography).toBe('us')
  })

  test('that is bare is called as it stands where the region takes it, unless a residency was said', () => {
    expect(resolved('anthropic.claude-opus-5-5', 'eu-west-2')).toMatchObject({
      calledId: 'anthropic.claude-opus-5-5',
      geography: 'region',
      warnings: [],
    })
    expect(resolved('anthropic.claude-opus-5-5', 'eu-west-2', { residency: 'eu' }).calledId).toBe(
      'eu.anthropic.claude-opus-5-5',
    )
    expect(resolved('anthropic.claude-opus-5-5', 'eu-west-1').calledId).toBe('eu.anthropic.claude-opus-5-5')
  })

  test.each([
    'anthropic.claude-future-9',
    'us.anthropic.claude-future-9',
    'amazon.nova-pro-v1:0',
    'us.deepseek.r1-v1:0',
  ])('that nobody knows passes as it is: %s', (name) => {
    const found = resolved(name)
    expect(found.calledId).toBe(name)
    expect(found).not.toHaveProperty('key')
    expect(found).not.toHaveProperty('priceKind')
    expect(found.warnings).toEqual([
      `The registry does not know ${name}: it is sent as it is, and its price is unknown.`,
    ])
  })

  test('that is nearly one of the registry passes too, and the warning names the one', () => {
    expect(resolved('us.anthropic.claude-sonnet-4-5-20250929').warnings).toEqual([
      'The registry does not know us.anthropic.claude-sonnet-4-5-20250929: it is sent as it is, and its price is unknown. If it is misspelt: claude-sonnet-4-5.',
    ])
  })

  test('that a newer registry might have keeps to the residency all the same', () => {
    expect(refused('us.anthropic.claude-future-9', 'us-east-1', { residency: 'region' }).code).toBe('profile_required')
    expect(refused('eu.anthropic.claude-future-9', 'us-east-1').code).toBe('model_not_found')
    expect(refused('mars.anthropic.claude-future-9', 'us-east-1', { residency: 'us' }).message).toContain(
      'cannot be told',
    )
    expect(resolved('mars.anthropic.claude-future-9')).not.toHaveProperty('geography')
  })

  test('of a model by invitation passes with a warning, in full only', () => {
    expect(refused('claude-mythos-5')).toMatchObject({
      code: 'model_not_found',
      remedy: expect.stringContaining('us.anthropic.claude-mythos-5'),
    })
    expect(resolved('us.anthropic.claude-mythos-5').warnings[0]).toBe(
      'Claude Mythos 5 is by invitation only: without one Bedrock calls the id invalid.',
    )
    expect(resolved('anthropic.claude-mythos-5').calledId).toBe('anthropic.claude-mythos-5')
  })
})

describe('an ARN', () => {
  const account = '123456789012'

  test('of a system profile is sent as it stands, and its model is known', () => {
    const arn = `arn:aws:bedrock:eu-central-1:${account}:inference-profile/eu.anthropic.claude-sonnet-5`
    expect(resolved(arn, 'eu-central-1')).toMatchObject({
      key: 'claude-sonnet-5',
      calledId: arn,
      geography: 'eu',
      priceKind: 'regional',
      warnings: [],
    })
  })

  test('of another region is refused', () => {
    const arn = `arn:aws:bedrock:eu-central-1:${account}:inference-profile/eu.anthropic.claude-sonnet-5`
    expect(refused(arn, 'eu-west-1')).toMatchObject({
      code: 'model_not_found',
      remedy: expect.stringContaining('--region eu-central-1'),
    })
    expect(refused(`arn:aws:bedrock:us-west-2::foundation-model/${sonnet45}`).code).toBe('model_not_found')
  })

  test('of a foundation model is sent as it stands where the region takes the bare id', () => {
    const arn = 'arn:aws:bedrock:eu-west-2::foundation-model/anthropic.claude-opus-5-5'
    expect(resolved(arn, 'eu-west-2')).toMatchObject({ calledId: arn, geography: 'region' })
  })

  test('of an application profile has to be looked up', () => {
    const arn = `arn:aws:bedrock:us-east-1:${account}:application-inference-profile/a1b2c3`
    expect(resolved(arn, 'us-east-1', { residency: 'eu' })).toEqual({
      ok: true,
      calledId: arn,
      warnings: [],
      needsLookup: true,
    })
  })

  test('of provisioned throughput passes without a price; where a router leads cannot be promised', () => {
    const provisioned = `arn:aws:bedrock:us-east-1:${account}:provisioned-model/abc`
    expect(resolved(provisioned, 'us-east-1', { residency: 'us' })).toMatchObject({
      calledId: provisioned,
      geography: 'region',
    })
    expect(resolved(provisioned)).not.toHaveProperty('priceKind')
    const router = `arn:aws:bedrock:us-east-1:${account}:default-prompt-router/anthropic.claude:1`
    expect(resolved(router).calledId).toBe(router)
    expect(refused(router, 'us-east-1', { residency: 'us' }).code).toBe('profile_required')
  })
})

describe('a name that nobody knows', () => {
  test.each([
    ['claude-sonet-4-5', ['claude-sonnet-4-5']],
    ['Claude Sonnet 4.5', ['claude-sonnet-4-5']],
    ['claude-sonnet-4.5', ['claude-sonnet-4-5']],
    ['us.claude-sonnet-4-5', ['claude-sonnet-4-5']],
    ['haiku-4-5', ['claude-haiku-4-5']],
    ['sonet', ['sonnet']],
    ['opuss', ['opus']],
    ['claude-opus-4-9', ['claude-opus-4-8', 'claude-opus-4-7', 'claude-opus-4-6']],
  ])('%j: the nearest come first', (name, nearest) => {
    const { code, suggestions } = refused(name)
    expect(code).toBe('unknown_model')
    expect(suggestions?.slice(0, nearest.length)).toEqual(nearest)
  })

  test.each(['gpt-4', 'gpt-5.1-codex', 'gemini-2.5-pro', 'my-own-model', 'constructor', '__proto__', 'toString', ''])(
    '%j: the families are offered',
    (name) => {
      expect(refused(name)).toMatchObject({ code: 'unknown_model', suggestions: ['sonnet', 'opus', 'haiku', 'fable'] })
    },
  )

  test('an ended model is never suggested', () => {
    expect(refused('claude-sonnet-44').suggestions).not.toContain('claude-sonnet-4')
  })

  test('any text at all is answered, with a remedy where it is refused', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({
        unit: fc.constantFrom('arn:', 'aws', ':', '.', '-', '/', 'us', 'anthropic', 'claude', 'sonnet', '4', '5', ' '),
      }),
    )
    const isAnswered = fc.property(text, (name) => {
      const resolution = ask(name)
      if (!resolution.ok) return resolution.remedy.endsWith('.')
      return resolution.calledId === name.trim() || resolution.key !== undefined
    })
    expect(() => fc.assert(isAnswered, { numRuns: 1000 })).not.toThrow()
  })
})

describe('bedrock-mantle', () => {
  const mantle = { surface: 'mantle' } as const

  test('takes the bare id, in the regions that have it', () => {
    expect(resolved('claude-haiku-4-5', 'us-east-1', mantle)).toMatchObject({
      calledId: 'anthropic.claude-haiku-4-5',
      geography: 'region',
      priceKind: 'regional',
      warnings: [],
    })
    expect(resolved('claude-fable-5-1', 'us-gov-west-1', mantle)).toMatchObject({
      calledId: 'anthropic.claude-fable-5-1',
      priceKind: 'usGov',
    })
    expect(refused('claude-opus-4-8', 'us-west-2', mantle)).toMatchObject({
      code: 'model_not_found',
      suggestions: ['claude-opus-5'],
    })
    expect(refused('claude-sonnet-4-6', 'us-east-1', mantle).message).toBe(
      'Claude Sonnet 4.6 is not offered on bedrock-mantle.',
    )
  })

  test('says where it is not known which regions have the model', () => {
    expect(resolved('claude-sonnet-5-5', 'us-east-1', mantle).warnings).toEqual([
      'In which regions bedrock-mantle has Claude Sonnet 5.5 is not established.',
    ])
    expect(refused('claude-sonnet-5-5', 'sa-east-1', mantle).message).toBe(
      'bedrock-mantle is not offered in sa-east-1.',
    )
  })

  test('keeps to a residency that holds the region', () => {
    expect(resolved('claude-sonnet-5', 'eu-north-1', { ...mantle, residency: 'eu' }).calledId).toBe(
      'anthropic.claude-sonnet-5',
    )
    expect(refused('claude-sonnet-5', 'us-east-1', { ...mantle, residency: 'eu' }).code).toBe('profile_required')
  })

  test('takes no profiles and no ARNs', () => {
    expect(refused('us.anthropic.claude-sonnet-5', 'us-east-1', mantle).code).toBe('model_not_found')
    expect(resolved('anthropic.claude-future-9', 'us-east-1', mantle).calledId).toBe('anthropic.claude-future-9')
    expect(resolved('anthropic.claude-haiku-4-5', 'us-east-1', mantle).key).toBe('claude-haiku-4-5')
  })

  test('has one model by invitation, which is said', () => {
    expect(resolved('claude-mythos-preview', 'us-east-1', mantle).warnings).toEqual([
      'Claude Mythos Preview is by invitation only: without one Bedrock calls the id invalid.',
    ])
  })

  test('has no older models in a family: the alias says so', () => {
    expect(
      refused('haiku', 'us-east-2', { ...mantle, registry: { ...registry, modelRegistry: only('claude-haiku-5-5') } }),
    ).toMatchObject({ code: 'model_not_found' })
  })
})
