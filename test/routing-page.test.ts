import { readFileSync } from 'node:fs'
import { createClient, isOutcropError } from '@outcrop/client'
import type { ClientOptions } from '@outcrop/client'
import { startEmulator } from '@outcrop/emulator'
import { expect, test } from 'vitest'

const page = readFileSync(new URL('../docs/routing.md', import.meta.url), 'utf8')
const snippets = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code)

type Run = (...names: readonly unknown[]) => Promise<void>
const AsyncFunction = (async () => undefined).constructor as new (...parts: string[]) => Run

test.each(snippets)('a snippet of the page on routing runs, and prints what it says: %#', async (code) => {
  await using emulator = await startEmulator()
  const printed: string[] = []
  const body = code.replaceAll(/^import .*$/gm, '')
  const create = (options: ClientOptions) =>
    createClient({ environment: { HOME: '/nowhere', ...emulator.env }, ...options })
  const console = { log: (...said: readonly unknown[]) => void printed.push(said.join(' ')) }
  await new AsyncFunction('createClient', 'isOutcropError', 'console', body)(create, isOutcropError, console)
  const promised = [...code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, said]) => said)
  expect(promised.length).toBeGreaterThan(0)
  expect(printed).toEqual(promised)
})
