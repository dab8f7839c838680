import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { fromUtf8, toUtf8 } from '@smithy/util-utf8'
import { expect, onTestFinished, test } from 'vitest'

// A benchmark that measures the wrong thing misleads for years, so what it stands on is tested: the canned answers, and
// the sums. The packages that it compares are not installed here.
const bench = (path: string) => new URL(`../bench/${path}`, import.meta.url)
const load = <Module>(path: string) => import(bench(path).href) as Promise<Module>

interface Content {
  readonly DELTAS: number
  readonly STREAM_TEXT: string
  readonly UNARY_TEXT: string
}
interface Figures {
  readonly summarise: (values: number[]) => { median: number; min: number; max: number }
  readonly table: (figures: Record<string, number[]>, options: object) => string
}
interface Client {
  readonly open: (url: string) => {
    unary(prompt: string): Promise<string>
    stream(prompt: string): Promise<string>
    close(): void
  }
}

test('the canned frames are what AWS’s own codec reads, of the length of real ones', async () => {
  const { STREAM_TEXT, DELTAS } = await load<Content>('canned/content.js')
  const { streamFrames } = await load<{ streamFrames: Buffer[] }>('canned/frames.js')
  const codec = new EventStreamCodec(toUtf8, fromUtf8)
  const events = streamFrames.map((frame) => {
    const { headers, body } = codec.decode(frame)
    expect(headers[':event-type']?.value).toBe('chunk')
    const { bytes } = JSON.parse(toUtf8(body)) as { bytes: string }
    return JSON.parse(Buffer.from(bytes, 'base64').toString()) as { delta?: { text?: string } }
  })
  expect(events.map(({ delta }) => delta?.text ?? '').join('')).toBe(STREAM_TEXT)
  expect(events.length).toBe(DELTAS + 5)
  const bytes = streamFrames.reduce((sum, frame) => sum + frame.length, 0) / streamFrames.length
  expect(bytes).toBeGreaterThan(250)
  expect(bytes).toBeLessThan(350)
})

test.each([
  ['chunk by chunk', []],
  ['in bursts', ['--bursts']],
])('the canned server serves the bare minimum %s', async (_how, args) => {
  const { STREAM_TEXT, UNARY_TEXT } = await load<Content>('canned/content.js')
  const server = spawn(process.execPath, [fileURLToPath(bench('canned/server.js')), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    server.stdin.end()
  })
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const { open } = await load<Client>('clients/bare.js')
  const client = open((JSON.parse(line.toString()) as { url: string }).url)
  onTestFinished(() => client.close())
  expect(await client.unary('Hello')).toBe(UNARY_TEXT)
  expect(await client.stream('Hello')).toBe(STREAM_TEXT)
})

test('medians, ranges and ratios', async () => {
  const { summarise, table } = await load<Figures>('figures.js')
  expect(summarise([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 })
  expect(summarise([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 })
  const options = { titles: { us: 'we', them: 'they' }, ours: 'us', unit: 'ms', scale: 1000 }
  expect(
    table({ us: [2000], them: [3000, 9000, 6000] }, options)
      .split('\n')
      .slice(2),
  ).toEqual(['| we | 2.00 | 2.00–2.00 | 1 |', '| they | 6.00 | 3.00–9.00 | 3.00 |'])
})

test('a rate of the local Bedrock is the middle of its samples, whatever came first', async () => {
  const { emulatorPage, middleOf } = await load<{
    readonly middleOf: (samples: Record<string, object[]>) => Record<string, { busy: number }>
    readonly emulatorPage: (results: object, machine: object) => string
  }>('emulator/page.js')
  const sample = (answers: number, busy: number) => ({ cpu: { answers }, wall: { answers: 1 }, busy, kernel: 0.1 })
  const results = middleOf({ 'unary-off': [sample(9000, 0.1), sample(400, 0.2), sample(6000, 0.3)] })
  expect(results['unary-off']).toMatchObject({ busy: 0.3, slowest: 400, fastest: 9000 })
  const page = emulatorPage(results, { node: 'v20.0.0', platform: 'any', pinned: true, date: new Date(0) })
  expect(page).toContain('| 6,000 | 400–9,000 | 1 | 30 % | 10 % | 5,000: met |')
})

test('a goal is met at its factor and not before', async () => {
  const { goalLines } = await load<{ readonly goalLines: (results: object) => { met: boolean }[] }>('report.js')
  const theirs = { 'aws-sdk': [4000], 'aws-sdk-http1': [2000] }
  const verdicts = (own: number) => goalLines({ unary: { outcrop: [own], ...theirs } }).map(({ met }) => met)
  expect(verdicts(500)).toEqual([true, true])
  expect(verdicts(501)).toEqual([true, false])
  expect(verdicts(1001)).toEqual([false, false])
})

test('the import must be cheaper than the cheapest peer', async () => {
  const { goalLines } = await load<{ readonly goalLines: (results: object) => { met: boolean }[] }>('report.js')
  const { measurements } = await load<{ readonly measurements: { readonly import: { readonly clients: string[] } } }>(
    'report.js',
  )
  const theirs = Object.fromEntries(measurements.import.clients.map((name, at) => [name, [100 + at]]))
  expect(goalLines({ import: { ...theirs, '@outcrop/client': [101] } }).map(({ met }) => met)).toEqual([true])
  expect(goalLines({ import: { ...theirs, '@outcrop/client': [103] } }).map(({ met }) => met)).toEqual([false])
})
