// Runs an agent that finds its settings in a file of its home folder: node with-settings.js FILE SETTINGS -- PROGRAM…
// In SETTINGS (JSON) `{env:NAME}` stands for a variable, as it does in opencode's own files: only the process that
// `outcrop exec` starts knows where the gateway is.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const [file, settings, , program, ...args] = process.argv.slice(2)
const path = join(process.env.HOME, file)
mkdirSync(dirname(path), { recursive: true })
writeFileSync(
  path,
  settings.replace(/\{env:(\w+)\}/g, (_, name) => process.env[name] ?? ''),
)
const child = spawn(program, args, { stdio: 'inherit' })
child.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 127
})
child.on('exit', (code) => (process.exitCode = code ?? 1))
