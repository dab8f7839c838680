import { expect, test } from 'vitest'
import { nearestWords } from './nearest-words.js'

const words = ['ask', 'generate', 'health', 'models']

test.each([
  ['modles', ['models']],
  ['genrate', ['generate']],
  ['Health', ['health']],
  ['as', ['ask']],
  ['kubernetes', []],
])('%s is near %j', (word, expected) => {
  expect(nearestWords(word, words)).toEqual(expected)
})
