import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// The emulator judges our signer by this folder. What it shared with the signer, it could not judge.
test('the verifier shares nothing with the signer but types', () => {
  const here = new URL('.', import.meta.url)
  const files = readdirSync(here).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const imported = files.flatMap((name) =>
    [...readFileSync(new URL(name, here), 'utf8').matchAll(/^(import type|import)[^']*?'([^']+)'/gms)].map((found) => ({
      kind: found[1],
      from: found[2] ?? '',
    })),
  )
  expect(imported.length).toBeGreaterThan(10)
  const outside = imported.filter(({ from }) => !from.startsWith('./') && from !== 'node:crypto')
  expect(outside.filter(({ kind, from }) => kind !== 'import type' || from !== '../types.js')).toEqual([])
})
