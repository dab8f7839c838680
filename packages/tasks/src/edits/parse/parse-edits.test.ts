import { describe, expect, test } from 'vitest'
import { parseEdits, parseReply } from './parse-edits.js'

describe('blocks with SEARCH and REPLACE', () => {
  const block = (path: string) => `${path}\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n`
  const edit = { path: 'src/a.ts', old: 'a\n', new: 'b\n' }
  test.each(['src/a.ts', '**src/a.ts**', '### File: src/a.ts', '1. `src/a.ts`:', './src/a.ts', 'src\\a.ts'])(
    'under %s',
    (path) => {
      expect(parseEdits(`Here it is.\n\n${block(path)}\nDone.`)).toEqual([edit])
      expect(parseEdits(`Here it is.\n\n${block(path)}\nDone.`.replaceAll('\n', '\r\n'))).toEqual([edit])
    },
  )
  test('in fences, with the path above or inside, and none for the second', () => {
    expect(parseEdits(`src/a.ts\n\`\`\`ts\n${block('').slice(1)}\`\`\`\n`)).toEqual([edit])
    expect(parseEdits(`\`\`\`\n${block('src/a.ts')}\n${block('')}\`\`\``)).toEqual([edit, edit])
  })
  test('with markers of other lengths, a stray arrow, and Roo’s and Cline’s own', () => {
    expect(parseEdits('x.py\n<<<<< SEARCH>\na\n=====\nb\n>>>>> REPLACE')).toEqual([{ ...edit, path: 'x.py' }])
    expect(parseEdits('x.py\n<<<<<<< SEARCH\n:start_line:7\n-------\na\n=======\nb\n>>>>>>> REPLACE')).toEqual([
      { ...edit, path: 'x.py', nearLine: 7 },
    ])
    expect(parseEdits('x.py\n------- SEARCH\na\n=======\nb\n+++++++ REPLACE')).toEqual([{ ...edit, path: 'x.py' }])
  })
  test('with lines of equals signs in the quote are cut only where it is certain', () => {
    expect(parseEdits('a.rst\n<<<<<<< SEARCH\nTitle\n=====\n=======\nOther\n=====\n>>>>>>> REPLACE')).toEqual([
      { path: 'a.rst', old: 'Title\n=====\n', new: 'Other\n=====\n' },
    ])
    expect(parseReply('a.rst\n<<<<<<< SEARCH\nHeading\n=======\n=======\nOther\n>>>>>>> REPLACE')).toMatchObject({
      edits: [],
      problems: [{ line: 2 }],
    })
  })
  test('that are cut off, or name no file, are problems', () => {
    expect(parseReply('a.ts\n<<<<<<< SEARCH\na\n=======\nb\n')).toMatchObject({ edits: [], problems: [{ line: 2 }] })
    expect(parseReply('<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE')).toMatchObject({
      edits: [],
      problems: [{ line: 1 }],
    })
  })
})

describe('other formats', () => {
  test('our own tags', () => {
    expect(
      parseEdits(
        '<edit path="a.ts" near="12">\n<old>\nx\n</old>\n<new>\n</new>\n</edit>\n<file path="n.ts">\n1\n</file>\n<delete path="z.ts"/>',
      ),
    ).toEqual([
      { path: 'a.ts', old: 'x\n', new: '', nearLine: 12 },
      { path: 'n.ts', old: '', new: '1\n', action: 'rewrite' },
      { path: 'z.ts', old: '', new: '', action: 'delete' },
    ])
  })
  test('a unified diff with wrong counts and a forgotten space', () => {
    expect(
      parseEdits(
        '```diff\n--- a/x.py\n+++ b/x.py\n@@ -10,99 +10,1 @@ def f\n a\n-b\n+c\n\n d\nkept\n@@ -90 +91 @@\n-- x\n+- y\n```\nDone.',
      ),
    ).toEqual([
      { path: 'x.py', old: 'a\nb\n\nd\nkept\n', new: 'a\nc\n\nd\nkept\n', nearLine: 10, within: 'def f' },
      { path: 'x.py', old: '- x\n', new: '- y\n', nearLine: 90 },
    ])
  })
  test('a patch, and none that is cut off', () => {
    const patch =
      '*** Begin Patch\n*** Update File: x.js\n@@ f() {\n a\n-b\n+c\n*** Add File: n.js\n+1\n*** Delete File: o.js\n'
    expect(parseEdits(`${patch}*** End Patch`)).toEqual([
      { path: 'x.js', old: 'a\nb\n', new: 'a\nc\n', within: 'f() {' },
      { path: 'n.js', old: '', new: '1\n', action: 'rewrite' },
      { path: 'o.js', old: '', new: '', action: 'delete' },
    ])
    expect(parseReply(patch)).toMatchObject({ edits: [], problems: [{ line: 1 }] })
  })
  test('tool calls', () => {
    expect(parseEdits('{"command":"str_replace","path":"a.ts","old_str":"x","new_str":"y"}')).toEqual([
      { path: 'a.ts', old: 'x', new: 'y' },
    ])
    expect(
      parseEdits(
        '```json\n{"path":"q.ts","edits":[{"old":"1","new":"2","near_line":4},\n{"old":"}\\"{","new":"4"}]}\n```',
      ),
    ).toEqual([
      { path: 'q.ts', old: '1', new: '2', nearLine: 4 },
      { path: 'q.ts', old: '}"{', new: '4' },
    ])
  })
  test('whole files, with fences and markers inside them', () => {
    const page = '# Hi\n```sh\nls\n```\n<<<<<<< SEARCH\n'
    expect(parseEdits(`\`README.md\`:\n\`\`\`markdown\n${page}\`\`\`\n`)).toEqual([
      { path: 'README.md', old: '', new: page, action: 'rewrite' },
    ])
    expect(parseReply('src/a.ts\n```ts\nconst a')).toMatchObject({ edits: [], problems: [{ line: 2 }] })
  })
  test('an example in a fence without a path is no edit', () => {
    expect(parseReply('Like this:\n```ts\nconst a = 1\n```\nand `src/a.ts` is good.')).toEqual({
      edits: [],
      problems: [],
    })
  })
})

describe('paths', () => {
  test.each([
    '../a.ts',
    '/etc/passwd',
    'C:/a.ts',
    'a/../../b.ts',
    '.git/config',
    'x/.GIT/hooks',
    '~/a.ts',
    'http://x/a.ts',
  ])('%s is none of ours', (path) => {
    const named = JSON.stringify(path)
    expect(parseEdits(`<edit path=${named}>\n<old>\na\n</old>\n<new>\nb\n</new>\n</edit>`)).toEqual([])
    expect(parseEdits(`{"path":${named},"old_str":"a","new_str":"b"}`)).toEqual([])
    expect(parseEdits(`*** Begin Patch\n*** Update File: ${path}\n-a\n+b\n*** End Patch`)).toEqual([])
    expect(parseEdits(`--- a/x\n+++ ${path}\n@@ -1 +1 @@\n-a\n+b\n`)).toEqual([])
  })
})
