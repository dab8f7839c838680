import { systemClock } from './clock/clock.js'
import type { CommandResult, Surroundings } from './commands/command.js'
import { commandTable } from './options/command-table.js'
import type { CommandName } from './options/command-table.js'
import type { CliOptions } from './options/option-table.js'
import { overview } from './options/overview.js'
import { checkBareForm, findRoute } from './options/route.js'
import { exitCodes } from './outcome/outcome.js'
import { isPiped } from './prompt/piped-input.js'
import type { PipedInput } from './prompt/piped-input.js'
import { createOutput } from './terminal/output.js'
import type { Output, TextSink } from './terminal/output.js'
import { version } from './version.js'

/** The process, as far as the command line uses it. */
export interface HostProcess {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  /** Asked for only by commands that read it, because making the stream costs time. */
  readonly stdin: () => PipedInput
  readonly stdout: TextSink
  readonly stderr: TextSink
  /** Aborts on Ctrl-C, on SIGTERM, and when the reader of standard output has gone. */
  readonly signal: AbortSignal
  /** Hands the signals that would end the process to `listener` instead, until the function it returns is called. */
  readonly takeSignals: (listener: (signal: NodeJS.Signals) => void) => () => void
  /** Adds the variables of a file to `env`; those already set win. Throws if the file cannot be read. */
  readonly loadEnvFile: (path: string) => void
}

/** Whoever read standard output has seen enough, like `head` after ten lines. That is no failure. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone'
}

/** Runs one command line to its end and returns the exit code. Never throws. */
export async function run(host: HostProcess): Promise<number> {
  // Until the options are known: what their letters say, so that a usage error comes out as asked for.
  const end = host.argv.indexOf('--')
  const own = end < 0 ? host.argv : host.argv.slice(0, end)
  const json = own.includes('--json')
  const streamJson = own.includes('--stream-json')
  let output = outputFor(host, {})
  try {
    const route = findRoute(host.argv)
    if (route.kind === 'version') return await print(output, `${version()}\n`)
    if (route.kind === 'help') {
      return await print(output, route.command === undefined ? overview(version()) : await helpOf(route.command))
    }
    // The parser is loaded only now: what needs none is quicker without it.
    const { parseArguments } = await import('./options/parse.js')
    const parsed = parseArguments(route.command, route.args)
    if (parsed.kind === 'help') return await print(output, await helpOf(route.command))
    const { options, operands } = parsed
    output = outputFor(host, options)
    if (route.bare) {
      const piped = isPiped(host.stdin())
      if (host.argv.length === 0 && !piped) return await print(output, overview(version()))
      checkBareForm(operands, piped)
    }
    if (options.envFile !== undefined) await loadEnvironment(host, options.envFile)
    const command = await commandTable[route.command].load()
    const { command: name } = route
    const result = await command.run({
      ...surroundings(host),
      command: name,
      commands: commandTable,
      operands,
      options,
      output,
      signal: host.signal,
    })
    if (host.signal.reason instanceof ReaderGone) return exitCodes.ok
    return await conclude(result, output, options)
  } catch (error) {
    if (host.signal.reason instanceof ReaderGone) return exitCodes.ok
    const { describeFailure } = await import('./outcome/failure.js')
    const failure = describeFailure(host.signal.aborted ? host.signal.reason : error)
    return await conclude({ outcome: failure.outcome, failure, report: {} }, output, { json, streamJson })
  }
}

function outputFor(host: HostProcess, options: CliOptions): Output {
  const { stdout, stderr, env } = host
  const { color, quiet = false, verbose = /^(1|true|yes|on)$/i.test(env['BEDROCK_DEBUG'] ?? '') } = options
  return createOutput({ stdout, stderr, env, color, quiet, verbose })
}

function surroundings(host: HostProcess): Surroundings {
  const { env, cwd, home, stdin, takeSignals } = host
  return { env, cwd, home, stdin, takeSignals, clock: systemClock }
}

async function loadEnvironment(host: HostProcess, path: string): Promise<void> {
  try {
    host.loadEnvFile(path)
  } catch (error) {
    const { usageError } = await import('./outcome/command-error.js')
    throw usageError(
      `cannot read the environment file ${path}`,
      `Check the path (${(error as NodeJS.ErrnoException).code ?? 'unreadable'}).`,
    )
  }
}

async function helpOf(command: CommandName): Promise<string> {
  const { commandHelp } = await import('./options/command-help.js')
  return commandHelp(command)
}

async function print(output: Output, text: string): Promise<number> {
  await output.result(text)
  return exitCodes.ok
}

/** The last word of a command: its JSON object on standard output, its failure on standard error. */
async function conclude(result: CommandResult, output: Output, options: CliOptions): Promise<number> {
  const { outcome, report, failure } = result
  const streamJson = options.streamJson === true
  if ((streamJson || options.json === true) && report !== undefined) {
    const { failureReport } = await import('./outcome/failure.js')
    const error = failure === undefined || outcome === 'interrupted' ? {} : { error: failureReport(failure) }
    const type = streamJson ? { type: 'result' } : {}
    await output.result(`${JSON.stringify({ ...type, outcome, ...report, ...error })}\n`)
  }
  if (failure !== undefined) {
    const { failureLine } = await import('./outcome/failure.js')
    output.problem(output.noteStyle.red(failureLine(failure)))
    if (output.verbose) for (const detail of failure.details) output.note(output.noteStyle.dim(`  ${detail}`))
  }
  return result.exitCode ?? exitCodes[outcome]
}
