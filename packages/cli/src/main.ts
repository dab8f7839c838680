import { homedir } from 'node:os'
import { CommandError } from './outcome/command-error.js'
import { exitCodes } from './outcome/outcome.js'
import { ReaderGone, run } from './run.js'

const controller = new AbortController()

let taken: ((signal: NodeJS.Signals) => void) | undefined

function interrupt(signal: NodeJS.Signals): void {
  if (taken !== undefined) return taken(signal)
  // Whoever asks twice does not want to wait for a clean end.
  if (controller.signal.aborted) process.exit(exitCodes.interrupted)
  controller.abort(
    new CommandError({ code: 'interrupted', outcome: 'interrupted', message: 'interrupted', remedy: '' }),
  )
}

process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)

let outputFailed = false
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && !outputFailed) {
    outputFailed = true
    // Also where the command has ended by now: a full disk is noticed late.
    process.exitCode = exitCodes.error
    const what = `standard output cannot be written (${error.code ?? error.message})`
    process.stderr.write(`outcrop: ${what}. Make room for it, or write elsewhere.\n`)
  }
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

function takeSignals(listener: (signal: NodeJS.Signals) => void): () => void {
  taken = listener
  // Of no interest else: they end the process, as they should.
  const others: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGQUIT']
  for (const name of others) process.on(name, interrupt)
  return () => {
    taken = undefined
    for (const name of others) process.off(name, interrupt)
  }
}

const code = await run({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  stdin: () => process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: controller.signal,
  takeSignals,
  loadEnvFile: (path) => process.loadEnvFile(path),
})
process.exitCode = outputFailed ? exitCodes.error : code
