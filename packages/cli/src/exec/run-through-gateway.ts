import type { LedgerEntry } from '@outcrop/client'
import type { AccessRecord, Gateway } from '@outcrop/gateway'
import { randomKey } from '../clock/random-key.js'
import type { CommandContext, CommandResult } from '../commands/command.js'
import { connect } from '../connection/connect.js'
import { readSettings } from '../connection/read-settings.js'
import { gatewayEnvironment } from './gateway-environment.js'
import { gatewayReceipt, gatewayReceiptText } from './gateway-receipt.js'
import { junitXml } from './junit.js'
import { emulatorOptions } from './local-emulator.js'
import { endWords } from './program-end.js'
import type { ProgramEnd } from './program-end.js'
import { prepareReports } from './report-files.js'
import { watchProgram } from './watch-program.js'
import type { WatchedProgram } from './watch-program.js'

/** Runs the program with the gateway between it and Bedrock, and says afterwards what it did and what that cost. */
export async function runThroughGateway(context: CommandContext): Promise<CommandResult> {
  const { operands: command, options, output, env, cwd } = context
  const writeReports = await prepareReports(options.report ?? [], cwd)
  const entries: LedgerEntry[] = []
  const records: AccessRecord[] = []
  const { maxCost } = options
  const connection = await connect(context, {
    calls: true,
    ...(readSettings(context).local.value && { local: await emulatorOptions(context) }),
    ...(maxCost !== undefined && { budget: { usd: maxCost } }),
    onEntry: (entry) => void entries.push(entry),
  })
  const { client, settings } = connection
  const emulated = settings.local.value
  try {
    const { startGateway } = await import('@outcrop/gateway')
    const key = randomKey()
    const gateway = await startGateway({
      client,
      key,
      port: 0,
      log: (record) => void records.push(record),
      drainMs: 2000,
    })
    const programEnv = gatewayEnvironment(env, { url: gateway.url, key, region: settings.region.value })
    const program = { command, env: programEnv, outputAside: options.json === true }
    const end = await endOf(context, program, gateway)
    const receipt = gatewayReceipt(entries, records)
    const lines = gatewayReceiptText(receipt, { emulated })
    for (const line of lines) output.note(line)
    const { exitCode, signal, durationMs } = end
    const report = {
      command,
      exitCode,
      ...(signal !== undefined && { signal }),
      ...receipt,
      durationMs: Math.round(durationMs),
      emulated,
    }
    const failure = exitCode === 0 ? {} : { failure: endWords(end) }
    const testCase = { name: command.join(' '), seconds: durationMs / 1000, output: lines.join('\n'), ...failure }
    await writeReports({
      text: () => `${lines.join('\n')}\n`,
      json: () => `${JSON.stringify(report, undefined, 2)}\n`,
      junit: () => junitXml('outcrop exec', [testCase]),
    })
    return { outcome: exitCode === 0 ? 'ok' : 'error', exitCode, report }
  } finally {
    await connection.close()
  }
}

/** Waits for the program, and then for what it left under way. */
async function endOf(context: CommandContext, program: WatchedProgram, gateway: Gateway): Promise<ProgramEnd> {
  try {
    return await watchProgram(context, program)
  } finally {
    await gateway.close()
  }
}
