import type { Emulator } from '@outcrop/emulator'
import type { CommandContext, CommandResult } from '../commands/command.js'
import { emulatorOptions, withEmulator } from './local-emulator.js'
import { junitXml } from './junit.js'
import { endWords } from './program-end.js'
import type { ProgramEnd } from './program-end.js'
import { programEnvironment } from './program-environment.js'
import { receiptOf } from './receipt.js'
import type { Receipt, Resolve } from './receipt.js'
import { receiptText } from './receipt-text.js'
import { prepareReports } from './report-files.js'
import { watchProgram } from './watch-program.js'

/** Runs the program once, as if it had been started without us, and says afterwards what it did. */
export async function runOnce(context: CommandContext): Promise<CommandResult> {
  const { operands: command, options, output, env, cwd } = context
  const writeReports = await prepareReports(options.report ?? [], cwd)
  const { end, receipt } = await withEmulator(await emulatorOptions(context), async (emulator) => {
    const program = { command, env: programEnvironment(env, emulator), outputAside: options.json === true }
    const ended = await watchProgram(context, program)
    return { end: ended, receipt: await receiptFrom(emulator, env) }
  })
  for (const line of receiptText(receipt)) output.note(line)
  const report = reportOf(command, end, receipt)
  await writeReports({
    text: () => `${receiptText(receipt).join('\n')}\n`,
    json: () => `${JSON.stringify(report, undefined, 2)}\n`,
    junit: () => junitOf(command, end, receipt),
  })
  return { outcome: end.exitCode === 0 ? 'ok' : 'error', exitCode: end.exitCode, report }
}

/** Prices are looked up as the client looks them up; an application profile is asked for at the emulator itself. */
async function receiptFrom(emulator: Emulator, { OUTCROP_MODELS }: CommandContext['env']): Promise<Receipt> {
  const { url, env } = emulator
  const journal = emulator.requests()
  const { createClient } = await import('@outcrop/client')
  const environment = { ...env, OUTCROP_MODELS }
  const client = createClient({ endpoint: url, controlEndpoint: url, environment, onNotice: () => {} })
  const resolve: Resolve = (calledId) => client.resolve(calledId).catch(() => undefined)
  try {
    return await receiptOf(journal, resolve)
  } finally {
    await client.close()
  }
}

function reportOf(command: readonly string[], end: ProgramEnd, receipt: Receipt): Readonly<Record<string, unknown>> {
  const { exitCode, signal, durationMs } = end
  return {
    command,
    exitCode,
    ...(signal !== undefined && { signal }),
    ...receipt,
    durationMs: Math.round(durationMs),
    emulated: true,
  }
}

function junitOf(command: readonly string[], end: ProgramEnd, receipt: Receipt): string {
  return junitXml('outcrop exec', [
    {
      name: command.join(' '),
      seconds: end.durationMs / 1000,
      ...(end.exitCode !== 0 && { failure: endWords(end) }),
      output: receiptText(receipt).join('\n'),
    },
  ])
}
