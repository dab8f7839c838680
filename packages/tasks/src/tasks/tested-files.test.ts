import { expect, test } from 'vitest'
import { testedFiles } from './tested-files.js'

const named = (path: string) => ({ path, role: 'named' as const })
const changed = (path: string) => ({ path, role: 'changed' as const })

test.each([
  ['tests that changed with the code are not tested', [changed('src/a.js'), changed('test/a.test.js')], ['src/a.js']],
  ['tests in a folder that was named are not tested', [named('src/a.js'), named('src/a.test.js')], ['src/a.js']],
  ['what is called like a test is tested where nothing else is named', [named('test/tools.js')], ['test/tools.js']],
  ['where tests alone have changed there is nothing to test', [changed('test/a.test.js')], []],
  [
    'what was found besides is not tested',
    [named('a.js'), { path: 'b.js', role: 'related' as const }, { path: '(git diff)', role: 'diff' as const }],
    ['a.js'],
  ],
])('%s', (_what, documents, paths) => {
  expect(testedFiles(documents)).toEqual(paths)
})
