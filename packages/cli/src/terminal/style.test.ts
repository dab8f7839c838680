import { expect, test } from 'vitest'
import { createStyle, wantsColour } from './style.js'

test.each([
  [{ isTerminal: true, flag: undefined, env: {} }, true],
  [{ isTerminal: false, flag: undefined, env: {} }, false],
  [{ isTerminal: true, flag: false, env: { FORCE_COLOR: '1' } }, false],
  [{ isTerminal: true, flag: undefined, env: { NO_COLOR: '1' } }, false],
  [{ isTerminal: true, flag: undefined, env: { NO_COLOR: '' } }, true],
  [{ isTerminal: true, flag: undefined, env: { NO_COLOR: '1', FORCE_COLOR: '1' } }, false],
  [{ isTerminal: false, flag: undefined, env: { FORCE_COLOR: '1' } }, true],
  [{ isTerminal: true, flag: undefined, env: { FORCE_COLOR: '0' } }, false],
  [{ isTerminal: true, flag: undefined, env: { TERM: 'dumb' } }, false],
])('%j wants colour: %s', (options, expected) => {
  expect(wantsColour(options)).toBe(expected)
})

test('without colour, text comes back as it is', () => {
  expect(createStyle(false).red('a')).toBe('a')
  expect(createStyle(true).red('a')).toBe('\u001b[31ma\u001b[39m')
})
