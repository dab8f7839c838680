import { tmpdir } from 'node:os'
import { basename, dirname } from 'node:path'
import { expect, test } from 'vitest'
import { diffWish } from './diff-wish.js'

const [cwd, folder] = [dirname(tmpdir()), basename(tmpdir())]
const wish = (options: { diff?: string; staged?: boolean }, ...operands: string[]) =>
  diffWish({ options, operands, cwd })

test('nothing is asked for without the options', () => {
  expect(wish({}, 'a.ts')).toEqual({ operands: ['a.ts'] })
})

test('--diff takes a range, and --staged what is staged', () => {
  expect(wish({ diff: '' }, 'a.ts')).toEqual({ operands: ['a.ts'], diff: {} })
  expect(wish({ diff: 'main...HEAD' })).toEqual({ operands: [], diff: { range: 'main...HEAD' } })
  expect(wish({ staged: true })).toEqual({ operands: [], diff: { staged: true } })
})

test('words and paths behind --diff are operands', () => {
  expect(wish({ diff: 'what changed?' }, 'a.ts')).toEqual({ operands: ['what changed?', 'a.ts'], diff: {} })
  expect(wish({ diff: folder })).toEqual({ operands: [folder], diff: {} })
})
