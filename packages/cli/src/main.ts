import { homedir } from 'node:os'
import { CommandError } from './outcome/command-error.js'
import { exitCodes } from './outcome/outcome.js'
import { ReaderGone, run } from './run.js'

const controller = new AbortController()

function interrupt(): void {
  // Whoever asks twice does not want to wait for a clean end.
  if (controller.signal.aborted) process.exit(exitCodes.interrupted)
  controller.abort(
    new CommandError({ code: 'interrupted', outcome: 'interrupted', message: 'interrupted', remedy: '' }),
  )
}

process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  controller.abort(new ReaderGone())
})
// Without a reader there is nobody to tell.
process.stderr.on('error', () => {})

process.on('uncaughtException', (error) => {
  process.stderr.write(
    `outcrop: unforeseen error: ${error.message}. Please report it, with this:\n${error.stack ?? ''}\n`,
  )
  process.exit(exitCodes.error)
})

process.exitCode = await run({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  stdin: () => process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: controller.signal,
  loadEnvFile: (path) => process.loadEnvFile(path),
})
