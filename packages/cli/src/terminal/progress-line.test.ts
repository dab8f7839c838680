import { expect, test } from 'vitest'
import type { Clock } from '../clock/clock.js'
import { createOutput } from './output.js'
import type { TextSink } from './output.js'
import { createProgressLine } from './progress-line.js'

function terminal(isTTY: boolean, columns?: number) {
  const written: string[] = []
  const sink: TextSink = {
    isTTY,
    ...(columns !== undefined && { columns }),
    write: (text) => written.push(text) > 0,
    once: () => undefined,
    removeListener: () => undefined,
  }
  return { written, sink }
}

function handClock() {
  let now = 0
  const ticks = new Set<() => void>()
  const clock: Clock = {
    monotonic: () => now,
    now: () => 0,
    every: (_, callback) => {
      ticks.add(callback)
      return () => ticks.delete(callback)
    },
    after: () => () => {},
  }
  return {
    clock,
    ticks,
    pass: (ms: number) => {
      now += ms
      for (const tick of ticks) tick()
    },
  }
}

function outputOn(sink: TextSink, quiet = false) {
  const stdout = terminal(false).sink
  return createOutput({ stdout, stderr: sink, env: { NO_COLOR: '1' }, color: undefined, quiet, verbose: false })
}

test('ticks on a terminal, changes its label, and is wiped out', () => {
  const { written, sink } = terminal(true)
  const { clock, ticks, pass } = handClock()
  const line = createProgressLine(outputOn(sink), clock)
  line.show('waiting for Claude')
  pass(2400)
  line.show('thinking')
  pass(1000)
  line.clear()
  expect(written).toEqual([
    '\r\u001b[2Kwaiting for Claude 0 s',
    '\r\u001b[2Kwaiting for Claude 2 s',
    '\r\u001b[2Kthinking 2 s',
    '\r\u001b[2Kthinking 3 s',
    '\r\u001b[2K',
  ])
  expect(ticks.size).toBe(0)
})

test.each([
  [60, 'running npx mocha --require test/sup… · about $0.0362 · 0 s'],
  [40, 'running npx moch… · about $0.0362 · 0 s'],
  [30, 'running npx moc… · about $0.…'],
  [100, 'running npx mocha --require test/support/env · about $0.0362 · 0 s'],
])('keeps within the %i columns of its terminal, because only one row can be drawn over', (columns, shown) => {
  const { written, sink } = terminal(true, columns)
  createProgressLine(outputOn(sink), handClock().clock).show(
    'running npx mocha --require test/support/env · about $0.0362 ·',
  )
  expect(written).toEqual([`\r\u001b[2K${shown}`])
  expect(shown.length).toBeLessThan(columns)
})

test('is silent in a pipe and with --quiet', () => {
  for (const [isTTY, quiet] of [
    [false, false],
    [true, true],
  ] as const) {
    const { written, sink } = terminal(isTTY)
    const line = createProgressLine(outputOn(sink, quiet), handClock().clock)
    line.show('waiting')
    line.clear()
    expect(written).toEqual([])
  }
})
