// Tests for a function, as code. `outcrop write-tests --verify` also runs them, and keeps only those that find faults.
import { readFile } from 'node:fs/promises'
import { generateCode } from '@outcrop/client/guide'

const code = await readFile(new URL('../parse-port.ts', import.meta.url), 'utf8')
const tests = await generateCode(
  `<code>\n${code}</code>\n\nWrite vitest tests for this function: what is usual, what is at the limits, and what has to fail.`,
)
console.log(tests)
