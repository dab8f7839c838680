import { expect, test } from 'vitest'
import type { EmulatorClock } from '../clock/clock.js'
import { quotaTime, steadyTime } from './quota-time.js'

const start = Date.UTC(2026, 10, 22, 12, 0, 0)

function handClock(): EmulatorClock & { calendarMs: number; runMs: number } {
  const clock = {
    calendarMs: start,
    runMs: 500,
    now: () => new Date(clock.calendarMs),
    monotonicMs: () => clock.runMs,
    sleep: () => Promise.resolve(),
    every: () => () => {},
  }
  return clock
}

test('time passes while a test holds the calendar still', () => {
  const clock = handClock()
  const steady = steadyTime(clock)
  clock.runMs += 1_500
  expect(steady()).toBe(start + 1_500)
})

test('time passes when a test turns the calendar on, and never goes back', () => {
  const clock = handClock()
  const steady = steadyTime(clock)
  clock.calendarMs += 60_000
  expect(steady()).toBe(start + 60_000)
  clock.calendarMs -= 30_000
  expect(steady()).toBe(start + 60_000)
})

test('with a timeScale of 60 a minute of quota lasts a second and begins with it', () => {
  let ms = start
  const time = quotaTime(() => ms, 60)
  const minute = () => Math.floor(time() / 60_000)
  const first = minute()
  ms += 999
  expect(minute()).toBe(first)
  ms += 1
  expect(minute()).toBe(first + 1)
})

test('quota time is whole milliseconds', () => {
  expect(quotaTime(() => 1_000.7, 1.5)()).toBe(1_501)
})
