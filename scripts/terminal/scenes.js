// What is shown on docs/terminal.md: commands, what is typed while they run, and the scripted answers of the model.
const block = (path, old, fresh) => `<edit path="${path}">\n<old>\n${old}\n</old>\n<new>\n${fresh}\n</new>\n</edit>\n`
const finding = (path, quote, more) => ({ path, quote, line: 1, severity: 'high', ...more })
const verdict = JSON.stringify({ verdicts: [{ number: 1, reason: 'It does.', real: true }] })

/** A project small enough to be held here, so that a test can run every scene again. */
const median = {
  'package.json': '{"type":"module","scripts":{"test":"node --test --test-reporter=tap"}}\n',
  'src/median.js':
    'export function median(values) {\n  const sorted = [...values].sort()\n  const middle = sorted.length >> 1\n  return sorted[middle]\n}\n',
  'test/median.test.js':
    "import { test } from 'node:test'\nimport { equal } from 'node:assert'\nimport { median } from '../src/median.js'\n\ntest('sorts numbers by size', () => {\n  equal(median([10, 9, 8]), 9)\n})\n",
}
const byText = '  const sorted = [...values].sort()'
const bySize = '  const sorted = [...values].sort((a, b) => a - b)'

export const small = {
  files: median,
  scenes: [
    {
      title: 'A question about a file',
      line: 'outcrop "What is wrong with the sort?" src/median.js',
      answers: [
        '## It sorts text\n\n`sort()` without a comparison compares numbers as text, so that 10 comes before 9:\n\n```js\n[10, 9, 8].sort() // [10, 8, 9]\n```\n\nGive it `(a, b) => a - b`.\n',
      ],
    },
    {
      title: 'What would be sent, and what it would cost',
      line: 'outcrop edit "Sort by size" src/median.js --dry-run | head -n 12',
      answers: [],
    },
    {
      title: 'An edit, shown before it is written',
      line: 'outcrop edit "Sort by size" src/median.js',
      keys: [{ after: '[y/N]', key: 'y' }],
      answers: [block('src/median.js', byText, bySize)],
    },
    { title: 'Taken back', line: 'outcrop undo', answers: [] },
    {
      title: 'Failing tests, mended',
      line: 'npm test 2>&1 | outcrop fix --verify "npm test"',
      answers: [
        block('src/median.js', byText, '  const sorted = [...values].sort().reverse().slice(1)'),
        block('src/median.js', byText, bySize),
      ],
    },
    {
      title: 'Findings',
      line: 'outcrop review src/median.js --fail-on high; echo "exit $?"',
      answers: [
        JSON.stringify({
          findings: [
            finding('src/median.js', '  return sorted[middle]', {
              rule: 'wrong-result',
              title: 'The median of an even number of values is wrong',
              explanation: 'With [1, 2, 3, 4] it gives 3, and not the mean of the two in the middle, 2.5.',
            }),
          ],
        }),
        verdict,
      ],
    },
    {
      title: 'Ctrl-C',
      line: 'outcrop "Tell me everything" src/median.js',
      keys: [{ after: 'Everything begins', key: 'C-c' }],
      answers: ['slow'],
    },
    { title: 'What was asked', line: 'outcrop log', answers: [] },
  ],
}

/** The same commands on lib/utils.js of expressjs/express; the repository is named on the command line. */
export const express = {
  scenes: [
    {
      title: 'A question, a folder and a pattern',
      line: 'outcrop "Which of these files sets the ETag?" lib "test/res.s*.js"',
      answers: [
        '`res.send` in `lib/response.js` sets it, with the function that `compileETag` of `lib/utils.js` made.\n',
      ],
    },
    {
      title: 'An edit of a real file',
      line: 'outcrop edit "Say what normalizeType gives" lib/utils.js',
      keys: [{ after: '[y/N]', key: 'n' }],
      answers: [
        block(
          'lib/utils.js',
          'exports.normalizeType = function(type){',
          '/** Gives value and params of the type. */\nexports.normalizeType = function(type){',
        ),
      ],
    },
    {
      title: 'A review of the last commits',
      line: 'outcrop review --diff HEAD~2...HEAD',
      answers: [JSON.stringify({ findings: [] })],
    },
    { title: 'Its history', line: 'outcrop log', answers: [] },
  ],
}
