import { expect, test } from 'vitest'
import { userWords } from './user-words.js'

const text = (...texts: string[]) => texts.map((one) => ({ block: { type: 'text', text: one }, path: '' }))
const result = { block: { type: 'tool_result', tool_use_id: 'a', content: 'done' }, path: '' }
const reminder = '<system-reminder>\nThere is a tool named Agent.\n</system-reminder>\n'

test.each([
  ['all that is said', text('Write', 'a file'), 'Write\na file'],
  ['what stands beside the surroundings', text(reminder, 'Say hi', '<env os="linux">\n</env>'), 'Say hi'],
  ['words that hold a tag', text('<b>Bold</b> is what I want', 'and <i>'), '<b>Bold</b> is what I want\nand <i>'],
  ['a document with its question', text('<document>\nx\n</document>\n\nWhy?'), '<document>\nx\n</document>\n\nWhy?'],
  ['the tags where there is nothing else', text('<task>count</task>'), '<task>count</task>'],
  ['nothing where a tool has answered, whatever the agent adds', [result, ...text(reminder)], ''],
  ['nothing of another tag that closes', text('<a>x</b>'), '<a>x</b>'],
])('%s', (_, blocks, words) => {
  expect(userWords(blocks)).toBe(words)
})
