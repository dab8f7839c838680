// Routes over two emulators that stand for two regions: what one cannot give, the other does.
import { createClient } from '@outcrop/client'
import type { CallOptions, Client, ClientOptions, OutcropError, RouteOption } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import type { Emulator, EmulatorOptions } from '@outcrop/emulator'
import { describe, expect, test } from 'vitest'

const start = Date.UTC(2026, 10, 22, 12)

/** A clock that moves by hand and by waiting, and whose chance is a fixed series. */
class HandClock implements NonNullable<ClientOptions['clock']> {
  readonly slept: number[] = []
  elapsed = 0
  #seed = 20_261_122

  now = () => start + this.elapsed
  monotonic = () => this.elapsed
  timer = () => ({ refresh: () => undefined, cancel: () => undefined })

  random = () => {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647
    return this.#seed / 2_147_483_647
  }

  sleep = (ms: number) => {
    this.slept.push(ms)
    this.elapsed += ms
    return Promise.resolve()
  }
}

interface Scene {
  readonly east: Emulator
  readonly west: Emulator
  readonly client: Client
  readonly clock: HandClock
}

interface Setting extends ClientOptions {
  readonly east?: EmulatorOptions
  readonly west?: EmulatorOptions
  readonly routesOf?: (east: Emulator, west: Emulator) => readonly RouteOption[]
}

const twoRegions: NonNullable<Setting['routesOf']> = (east, west) => [
  { region: 'us-east-1', endpoint: east.url },
  { region: 'us-west-2', endpoint: west.url },
]

async function withRegions(
  { east: ofEast, west: ofWest, routesOf = twoRegions, ...options }: Setting,
  run: (scene: Scene) => Promise<void>,
) {
  const clock = new HandClock()
  const now = () => new Date(clock.now())
  await using east = await startEmulator({ now, ...ofEast })
  await using west = await startEmulator({ now, region: 'us-west-2', ...ofWest })
  const environment = { HOME: '/nowhere', ...east.env }
  await using client = createClient({ environment, clock, routes: routesOf(east, west), ...options })
  await run({ east, west, client, clock })
}

const request = { model: 'claude-sonnet-4-5', prompt: 'Write a median function', maxTokens: 100 }
const http = (status: number, type: string, message = 'x') => ({ kind: 'http' as const, status, type, message })

describe('an attempt that fails goes on to the next route, at once', () => {
  test.each([
    ['503', [http(503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.')], 'unavailable'],
    ['500', [http(500, 'InternalServerException')], 'internal'],
    ['529', [http(529, 'overloaded_error', 'Overloaded')], 'unavailable'],
    ['429', [http(429, 'ThrottlingException', 'Too many tokens, please wait before trying again.')], 'throttled'],
    [
      '429 for the day',
      [http(429, 'ThrottlingException', 'Too many tokens per day, please wait before trying again.')],
      'daily_quota',
    ],
    ['a reset', [{ kind: 'reset' as const }], 'network'],
  ])('%s', async (_, faults, code) => {
    await withRegions({ east: { faults } }, async ({ client, east, west, clock }) => {
      for (const reply of [await client.invoke(request), await client.stream(request).reply()]) {
        expect(reply).toMatchObject({
          emulated: true,
          model: { key: 'claude-sonnet-4-5', region: 'us-west-2', surface: 'invoke', endpoint: west.url },
        })
        expect(reply.history.at(-1)).toMatchObject({ outcome: 'ok', region: 'us-west-2', endpoint: west.url })
        for (const { outcome, endpoint } of reply.history.slice(0, -1))
          expect([outcome, endpoint]).toEqual([code, east.url])
      }
      expect(clock.slept).toEqual([])
      // Where quota is used up nobody knocks until it is back; every other failure is tried again by the next call.
      expect(east.requests()).toHaveLength(code === 'daily_quota' || code === 'throttled' ? 1 : 2)
    })
  })

  test('a host that nobody knows, or where nobody listens', async () => {
    const routesOf: Setting['routesOf'] = (_, west) => [
      { region: 'us-east-1', endpoint: 'http://127.0.0.1:9' },
      { region: 'us-west-2', endpoint: west.url },
    ]
    await withRegions({ routesOf }, async ({ client }) => {
      expect(await client.invoke(request)).toMatchObject({ attempts: 2, model: { region: 'us-west-2' } })
    })
  })

  test('a stream that breaks before anything of it was handed over', async () => {
    await withRegions({ east: { faults: [{ kind: 'checksum', atEvent: 0 }] } }, async ({ client }) => {
      expect(await client.stream(request).reply()).toMatchObject({ attempts: 2, model: { region: 'us-west-2' } })
    })
  })

  test.each([
    [http(400, 'ValidationException', 'no'), 'invalid_request'],
    [http(403, 'AccessDeniedException', 'no'), 'access_denied'],
  ])('but not what would fail there too: %j', async (fault, code) => {
    await withRegions({ east: { faults: [fault] } }, async ({ client, east, west }) => {
      for (let call = 0; call < 4; call++) await expect(client.invoke(request)).rejects.toMatchObject({ code })
      expect(east.requests()).toHaveLength(4)
      expect(west.requests()).toHaveLength(0)
    })
  })

  test('and the error says where the last one went, and each', async () => {
    const down = { faults: [http(503, 'ServiceUnavailableException')] }
    await withRegions({ east: down, west: down }, async ({ client, east, west }) => {
      const error = (await client.invoke(request).catch((reason: unknown) => reason)) as OutcropError
      expect(error).toMatchObject({ code: 'unavailable', surface: 'invoke', attempts: 3 })
      expect(error.history.map(({ endpoint }) => endpoint).slice(0, 2)).toEqual([east.url, west.url])
      expect(error.endpoint).toBe(error.history.at(-1)?.endpoint)
    })
  })
})

test('a day that is over is not knocked at again before the next one', async () => {
  const message = 'Too many tokens per day, please wait before trying again.'
  await withRegions(
    { east: { faults: [http(429, 'ThrottlingException', message)] } },
    async ({ client, east, clock }) => {
      for (let call = 0; call < 5; call++) await client.invoke(request)
      expect(east.requests()).toHaveLength(1)
      // Another model has a quota of its own.
      await client.invoke({ ...request, model: 'claude-haiku-4-5' })
      expect(east.requests()).toHaveLength(2)
      clock.elapsed += 13 * 3_600_000
      await client.invoke(request)
      expect(east.requests()).toHaveLength(3)
    },
  )
})

describe('an endpoint that is down', () => {
  const down = { faults: [http(503, 'ServiceUnavailableException')] }

  test('is left alone after three failures, and tried by one call when its time is over', async () => {
    await withRegions({ east: down }, async ({ client, east, clock }) => {
      for (let call = 0; call < 20; call++) expect((await client.invoke(request)).model.region).toBe('us-west-2')
      expect(east.requests()).toHaveLength(3)
      clock.elapsed += 5000
      const calls = Array.from({ length: 10 }, () => client.invoke(request))
      expect(new Set((await Promise.all(calls)).map(({ model }) => model.region))).toEqual(new Set(['us-west-2']))
      expect(east.requests()).toHaveLength(4)
      // It was not back, so the next try waits twice as long.
      clock.elapsed += 5000
      await client.invoke(request)
      expect(east.requests()).toHaveLength(4)
      clock.elapsed += 5000
      await client.invoke(request)
      expect(east.requests()).toHaveLength(5)
    })
  })

  test('gets all calls again once one has succeeded', async () => {
    const threeTimes = [1, 2, 3].map((nth) => ({ ...http(503, 'ServiceUnavailableException'), match: { nth } }))
    await withRegions({ east: { faults: threeTimes } }, async ({ client, clock }) => {
      for (let call = 0; call < 4; call++) expect((await client.invoke(request)).model.region).toBe('us-west-2')
      clock.elapsed += 5000
      for (let call = 0; call < 4; call++) expect((await client.invoke(request)).model.region).toBe('us-east-1')
    })
  })

  test('is called all the same where there is no other', async () => {
    await withRegions(
      { east: down, routesOf: (east) => [{ endpoint: east.url }], maxRetries: 0 },
      async ({ client, east }) => {
        for (let call = 0; call < 6; call++)
          await expect(client.invoke(request)).rejects.toMatchObject({ code: 'unavailable' })
        expect(east.requests()).toHaveLength(6)
      },
    )
  })
})

describe('runtime and mantle', () => {
  const model = 'claude-opus-4-8'
  const both: Setting['routesOf'] = (east) => [
    { region: 'us-east-1', endpoint: east.url, surface: 'invoke' },
    { region: 'us-east-1', endpoint: east.url, surface: 'mantle' },
  ]

  test('are two buckets of one model', async () => {
    const quotas = { [model]: { requestsPerMinute: 1 } }
    await withRegions({ east: { quotas }, routesOf: both }, async ({ client, east }) => {
      const surfaces: string[] = []
      for (let call = 0; call < 2; call++) surfaces.push((await client.invoke({ ...request, model })).model.surface)
      expect(surfaces).toEqual(['invoke', 'mantle'])
      expect(east.requests().map(({ operation, status }) => [operation, status])).toEqual([
        ['InvokeModel', 200],
        ['InvokeModel', 429],
        ['Messages', 200],
      ])
    })
  })

  test('a family means on every route what it means on the first', async () => {
    await withRegions(
      {
        east: { faults: [{ ...http(503, 'ServiceUnavailableException'), match: { nth: 1 } }] },
        routesOf: both,
        pins: { opus: model },
      },
      async ({ client }) => {
        const { key } = await client.resolve('opus')
        expect((await client.invoke({ ...request, model: 'opus' })).model).toMatchObject({ key, surface: 'mantle' })
      },
    )
  })

  test('a call chooses one of them', async () => {
    await withRegions({ routesOf: both }, async ({ client }) => {
      const surfaceOf = async (options: CallOptions) =>
        (await client.invoke({ ...request, model }, options)).model.surface
      expect(await surfaceOf({ surface: 'mantle' })).toBe('mantle')
      expect(await surfaceOf({ surface: 'invoke' })).toBe('invoke')
      await expect(surfaceOf({ surface: 'messages' })).rejects.toMatchObject({ code: 'invalid_request' })
    })
  })

  test('what only the runtime has does not go to mantle', async () => {
    const faults = [http(503, 'ServiceUnavailableException')]
    await withRegions({ east: { faults }, routesOf: both, maxRetries: 1 }, async ({ client, east }) => {
      const guarded = { ...request, model, guardrail: { identifier: 'gr-1', version: '1' } }
      await expect(client.invoke(guarded)).rejects.toMatchObject({ code: 'unavailable' })
      expect(east.requests().map(({ operation }) => operation)).toEqual(['InvokeModel', 'InvokeModel'])
      await expect(client.invoke(guarded, { surface: 'mantle' })).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining('guardrail') as string,
      })
    })
  })
})

test('weights share the calls out', async () => {
  const routesOf: Setting['routesOf'] = (east, west) => [
    { region: 'us-east-1', endpoint: east.url, weight: 3 },
    { region: 'us-west-2', endpoint: west.url, weight: 1 },
  ]
  await withRegions({ routesOf }, async ({ client, east, west }) => {
    for (let call = 0; call < 400; call++) await client.invoke({ ...request, maxTokens: 1 })
    expect(east.requests().length + west.requests().length).toBe(400)
    expect(west.requests().length).toBeGreaterThan(75)
    expect(west.requests().length).toBeLessThan(125)
  })
})

describe('a conversation stays where its prompt cache is warm', () => {
  const system = [
    { type: 'text' as const, text: 'Rules of the house. '.repeat(1500), cache_control: { type: 'ephemeral' as const } },
  ]
  const cached = { ...request, maxTokens: 10, system }
  const weighted: Setting['routesOf'] = (east, west) => [
    { region: 'us-east-1', endpoint: east.url, weight: 1 },
    { region: 'us-west-2', endpoint: west.url, weight: 1 },
  ]

  test('for as long as it lives', async () => {
    await withRegions({ routesOf: weighted }, async ({ client, clock }) => {
      const first = await client.invoke(cached)
      expect(first.usage.cacheWriteInputTokens).toBeGreaterThan(1000)
      for (let turn = 0; turn < 20; turn++) {
        const reply = await client.invoke(cached)
        expect(reply.model.region).toBe(first.model.region)
        expect(reply.usage.cacheReadInputTokens).toBeGreaterThan(1000)
      }
      clock.elapsed += 301_000
      const later = new Set<string>()
      for (let turn = 0; turn < 20; turn++) {
        later.add((await client.invoke(cached)).model.region)
        clock.elapsed += 301_000
      }
      expect(later.size).toBe(2)
    })
  })

  test('unless that is down', async () => {
    await withRegions(
      { east: { faults: [{ ...http(503, 'ServiceUnavailableException'), match: { nth: 2 } }] } },
      async ({ client }) => {
        expect((await client.invoke(cached)).model.region).toBe('us-east-1')
        expect((await client.invoke(cached)).model.region).toBe('us-west-2')
        expect((await client.invoke(cached)).model.region).toBe('us-west-2')
        // Another conversation begins where all begin.
        expect((await client.invoke({ ...cached, prompt: 'another' })).model.region).toBe('us-east-1')
      },
    )
  })
})

test('every route has its own account', async () => {
  const theirs = { accessKeyId: 'AKIAOTHEREXAMPLE0001', secretAccessKey: 'secret-of-the-other-account' }
  const routesOf: Setting['routesOf'] = (east, west) => [
    { region: 'us-east-1', endpoint: east.url },
    { region: 'us-west-2', endpoint: west.url, credentials: theirs },
  ]
  const faults = [http(503, 'ServiceUnavailableException')]
  await withRegions({ east: { faults }, west: { credentials: [theirs] }, routesOf }, async ({ client, east, west }) => {
    expect((await client.invoke(request)).model.region).toBe('us-west-2')
    expect(east.requests()[0]?.auth).toMatchObject({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })
    expect(west.requests()[0]?.auth).toMatchObject({ accessKeyId: theirs.accessKeyId, verified: true })
  })
})

describe('the residency is never left', () => {
  const routes = [{ region: 'us-east-1' }, { region: 'eu-central-1' }]
  const environment = { HOME: '/nowhere' }

  test.each<[ClientOptions, RegExp]>([
    [
      { routes },
      /routes\[1\] \(eu-central-1\) leaves the residency: eu-central-1 is not in us, the geography of us-east-1/,
    ],
    [{ routes, residency: 'us' }, /routes\[1\].*us cannot be called from eu-central-1/],
    [{ routes, residency: 'eu' }, /routes\[0\].*eu cannot be called from us-east-1/],
    [{ routes, residency: 'region' }, /routes\[1\].*residency region means us-east-1 alone/],
    [{ routes: [{ region: 'us-west-2' }], region: 'eu-west-1' }, /us-west-2 is not in eu/],
    [
      { routes: [{ region: 'ap-south-1' }, { region: 'ap-southeast-1' }] },
      /ap-south-1 has no geography that holds ap-southeast-1/,
    ],
  ])('%j is refused when the client is made', (options, message) => {
    expect(() => createClient({ environment, ...options })).toThrow(
      expect.objectContaining({ code: 'profile_required', message: expect.stringMatching(message) as string }) as Error,
    )
  })

  test('global is called as global, from wherever', async () => {
    await using client = createClient({ environment, routes, residency: 'global' })
    expect(client.region).toBe('us-east-1')
    expect((await client.resolve('claude-sonnet-4-5')).calledId).toMatch(/^global\./)
  })

  test('a route on which the model is not offered is passed over; if it is none, each says why', async () => {
    await using client = createClient({ environment, routes: [{ surface: 'mantle' }, { surface: 'messages' }] })
    expect(await client.resolve('claude-sonnet-4-5')).toMatchObject({ surface: 'messages', geography: 'us' })
    await expect(client.resolve('claude-opus-4-1')).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringMatching(/routes\[0\].*bedrock-mantle.*routes\[1\].*Messages API/) as string,
    })
  })
})

test.each<[ClientOptions, string]>([
  [{ routes: [] }, 'routes is empty'],
  [{ routes: [{ region: 'us-east-1', weight: 0 }] }, 'routes[0].weight'],
  [{ routes: [{ region: 'us-east-1', weight: 1 }, { region: 'us-west-2' }] }, 'weight'],
  [{ routes: [{ region: 'us-east-1' }, { region: 'nowhere' }] }, 'routes[1].region'],
  [{ routes: [{ endpoint: 'localhost' }] }, 'routes[0].endpoint'],
  [{ routes: [{ surface: 'converse' as 'invoke' }] }, 'routes[0].surface'],
  [{ surface: 'converse' as 'invoke' }, 'surface'],
])('%j is refused', (options, name) => {
  expect(() => createClient({ environment: { HOME: '/nowhere' }, ...options })).toThrow(name)
})
