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

const counter = `\`\`\`js
/** Counts requests by method. */
module.exports = function counter(counts = new Map()) {
  return function count(req, res, next) {
    counts.set(req.method, (counts.get(req.method) ?? 0) + 1)
    next()
  }
}
\`\`\`
`
const utilsTests = 'npx mocha --require test/support/env test/utils.js'
const trustTests = `
describe('utils.compileTrust(val)', function () {
  it('should trust as many hops as the number says', function () {
    var trust = utils.compileTrust(2);
    assert.deepStrictEqual([trust('', 1), trust('', 2)], [true, false]);
  });

  it('should give a function', function () {
    utils.compileTrust('loopback');
  });
});
`

/** Every command that asks a model, on files of expressjs/express; the repository is named on the command line. */
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
      title: 'A design',
      line: 'outcrop design "Where should compiled views be cached?" lib/view.js lib/application.js',
      answers: [
        '## In the application, as today\n\n`app.render` knows the setting `view cache`, and asks for a `View` only where none is kept.\n\n| place | for it | against it |\n| --- | --- | --- |\n| `app.cache` | one owner, one setting | one process only |\n| `View` | next to the lookup | knows no settings |\n\n1. Keep `app.cache`.\n2. Drop an entry **when its file changes**, by the time that `tryStat` sees anyway.\n',
      ],
    },
    {
      title: 'Code',
      line: 'outcrop generate "A middleware that counts requests by method" lib/express.js',
      answers: [`It keeps its counts where you can read them:\n\n${counter}`],
    },
    {
      title: 'The code alone, in a pipe',
      line: 'outcrop generate "A middleware that counts requests by method" -x | tee count.cjs | head -n 2; node --check count.cjs && echo parses',
      answers: [`It keeps its counts where you can read them:\n\n${counter}`],
    },
    {
      title: 'An edit that is not wanted yet',
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
    { title: 'Written after all', line: 'outcrop apply && git diff --stat', answers: [] },
    {
      title: 'Documentation',
      line: 'outcrop document lib/view.js --apply',
      answers: [
        block(
          'lib/view.js',
          ' * Lookup view by the given `name`\n',
          ' * Lookup view by the given `name` in every root, the first that has it wins\n',
        ),
      ],
    },
    {
      title: 'A change that the tests have to allow',
      line: `outcrop refactor "Let setCharset return early on one line" lib/utils.js --verify "${utilsTests}"`,
      answers: [
        block('lib/utils.js', '  if (!type || !charset) {\n    return type;\n  }', '  if (!type || !charset) return;'),
        block('lib/utils.js', '  if (!type || !charset) return;', '  if (!type || !charset) return type;'),
      ],
    },
    {
      title: 'Tests, of which those are kept that can fail',
      line: `outcrop write-tests lib/utils.js --verify "${utilsTests}"`,
      answers: [
        block(
          'test/utils.js',
          "describe('utils.setCharset(type, charset)', function () {",
          `${trustTests.trimStart()}\ndescribe('utils.setCharset(type, charset)', function () {`,
        ),
      ],
    },
    {
      title: 'A review of the last commits',
      line: 'outcrop review --diff HEAD~2...HEAD',
      answers: [JSON.stringify({ findings: [] })],
    },
    {
      title: 'An audit, with a report for GitHub',
      line: 'outcrop audit lib/utils.js --fail-on medium --report sarif=audit.sarif; echo "exit $?"',
      answers: [
        JSON.stringify({
          findings: [
            finding('lib/utils.js', '    allowPrototypes: true', {
              severity: 'medium',
              rule: 'prototype-override',
              title: 'A query can hide the methods of every object',
              explanation:
                'With `?hasOwnProperty=1` the parsed query has a number where callers expect a function, so that a handler that calls it throws.',
            }),
          ],
        }),
        verdict,
      ],
    },
    {
      title: 'An audit in a pipe',
      line: 'git diff lib/view.js | outcrop audit --json | node -p "JSON.parse(fs.readFileSync(0)).outcome"',
      answers: [JSON.stringify({ findings: [] })],
    },
    { title: 'Its history', line: 'outcrop log', answers: [] },
  ],
}
