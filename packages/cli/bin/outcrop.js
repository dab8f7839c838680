#!/usr/bin/env node
// Committed, so that `npm ci` can link the command before anything is built.
import { existsSync } from 'node:fs'

const built = new URL('../dist/main.js', import.meta.url)
if (existsSync(built)) {
  await import(built.href)
} else {
  process.stderr.write('outcrop: not built yet; run: npm run build\n')
  process.exitCode = 2
}
