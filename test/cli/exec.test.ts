import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { bin, finished, lineWith, outcropRunner } from './run-outcrop.js'

const { home, run, start } = outcropRunner()
const posix = process.platform !== 'win32'
const client = (name: string) => fileURLToPath(new URL(`../exec-programs/${name}.mjs`, import.meta.url))
const node = process.execPath

/** A program of a few lines, in the folder of these tests. */
function program(name: string, source: string): string {
  const path = join(home, `${name}.mjs`)
  writeFileSync(path, source)
  return path
}
const exec = (args: readonly string[], options: Parameters<typeof run>[1] = {}) =>
  run(['exec', '--local', ...args], options)

describe('outcrop exec --local', { timeout: 60_000 }, () => {
  test.each([
    ['aws-sdk', 'ConverseStream'],
    ['bedrock-sdk', 'InvokeModelWithResponseStream'],
    ['ai-sdk', 'ConverseStream'],
    ['langchain', 'ConverseStream'],
  ])('%s finds the local Bedrock by its environment, and a receipt follows', async (name, operation) => {
    const { code, stdout, stderr } = await exec(['--', node, client(name)])
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('median') as string })
    expect(stderr).toContain('(emulated: nothing was charged)')
    expect(stderr).toMatch(new RegExp(`^  ${operation} +claude-opus-4-8 +1 +\\d+ +0 +\\d+ +\\$0\\.00\\d+$`, 'm'))
  })

  test('a program keeps its standard streams and its exit code, and called nothing', async () => {
    const path = program('echo', 'process.stdin.pipe(process.stdout); console.error("aside"); process.exitCode = 7')
    const { code, stdout, stderr } = await exec(['--', node, path], { stdin: 'from the pipe' })
    expect({ code, stdout }).toEqual({ code: 7, stdout: 'from the pipe' })
    expect(stderr).toMatch(/^aside\n[^]*called nothing at the local Bedrock/)
  })

  test.runIf(posix)('a program that does not expect it never finds its standard input not ready', async () => {
    // Only a pipe of the shell can be made non-blocking for both its ends' owners.
    const line = `cat | "${node}" "${bin}" exec --local -- sh -c 'echo ready; cat'`
    const child = spawn('sh', ['-c', line], { cwd: home, env: { PATH: process.env['PATH'], HOME: home } })
    const end = finished(child)
    await lineWith(child.stdout, 'ready')
    child.stdin.end('late')
    expect(await end).toMatchObject({ code: 0, stdout: 'ready\nlate' })
  })

  test('its arguments are its own, with and without --', async () => {
    const path = program('arguments', 'console.log(JSON.stringify(process.argv.slice(2)))')
    const given = ['--json', '-q', '--', 'a b', '']
    for (const args of [
      ['--', node, path, ...given],
      [node, path, ...given],
    ]) {
      const { code, stdout, stderr } = await exec(args)
      expect({ code, stdout }).toEqual({ code: 0, stdout: `${JSON.stringify(given)}\n` })
      expect(stderr).toContain('called nothing')
    }
  })

  test('nothing real reaches it: no credentials, no profile, no proxy on the way, and the region stays', async () => {
    const path = program('environment', 'console.log(JSON.stringify(process.env))')
    const env = {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIAREAL',
      AWS_SECRET_ACCESS_KEY: 'real',
      AWS_SESSION_TOKEN: 'real',
      AWS_BEARER_TOKEN_BEDROCK: 'real',
      AWS_PROFILE: 'real',
      HTTPS_PROXY: 'http://proxy.example',
      OTHER: 'kept',
    }
    const { stdout } = await exec(['--', node, path], { env })
    const seen = JSON.parse(stdout) as Record<string, string>
    expect(seen).toMatchObject({
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      ANTHROPIC_BEDROCK_BASE_URL: seen['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'],
      CLAUDE_CODE_USE_BEDROCK: '1',
      NO_PROXY: '127.0.0.1,localhost',
      OTHER: 'kept',
    })
    expect(Object.values(seen)).not.toContain('real')
  })

  test('--json prints one object, and what the program prints goes aside', async () => {
    const { code, stdout, stderr } = await exec(['--json', '--', node, client('aws-sdk')])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'ok',
      exitCode: 0,
      calls: [{ operation: 'ConverseStream', model: 'claude-opus-4-8', requests: 1 }],
      total: { requests: 1, costUsd: expect.any(Number) as number },
      refusals: [],
      emulated: true,
    })
    expect(stderr).toContain('median')
  })

  test('--report writes files, and --config says how the local Bedrock behaves', async () => {
    writeFileSync(
      join(home, 'emulator.json'),
      JSON.stringify({ engine: { kind: 'scenario', scenarios: [{ match: {}, reply: { text: 'As written.' } }] } }),
    )
    const reports = ['json=exec.json', 'junit=exec.xml', 'text=exec.txt'].flatMap((report) => ['--report', report])
    const { code, stdout } = await exec([
      '--config',
      'emulator.json',
      ...reports,
      '--',
      node,
      client('ai-sdk'),
      'whole',
    ])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'As written.\n' })
    const read = (name: string) => readFileSync(join(home, name), 'utf8')
    expect(JSON.parse(read('exec.json'))).toMatchObject({ exitCode: 0, total: { requests: 1 } })
    expect(read('exec.xml')).toContain('<testsuites tests="1" failures="0"')
    expect(read('exec.txt')).toContain('WOULD COST')
  })

  test('what was refused is in the receipt, with the words of the service', async () => {
    writeFileSync(join(home, 'faulty.json'), JSON.stringify({ faults: [{ kind: 'http', status: 429 }] }))
    const { code, stderr } = await exec(['--config', 'faulty.json', '--', node, client('aws-sdk')])
    expect(code).toBe(1)
    expect(stderr).toMatch(/refused 3 calls: 429 ThrottlingException: Too many requests/)
  })

  test.runIf(posix)('a signal is handed on, and the program has the last word', async () => {
    const path = program(
      'patient',
      `process.on('SIGTERM', () => { console.log('told'); process.exit(5) })
       setInterval(() => {}, 1000)
       console.log('ready')`,
    )
    const child = start(['exec', '--local', '--', node, path])
    const end = finished(child)
    await lineWith(child.stdout, 'ready')
    child.kill('SIGTERM')
    expect(await end).toMatchObject({
      code: 5,
      stdout: 'ready\ntold\n',
      stderr: expect.stringContaining('called') as string,
    })
  })

  test.runIf(posix)('a program that a signal ends has the exit code that a shell gives it', async () => {
    expect((await exec(['--', node, '-e', 'process.kill(process.pid, "SIGKILL")'])).code).toBe(137)
  })

  test.each([
    [['exec', '--faults', 'all', '--', node], /made by the local Bedrock[^]*Add --local/],
    [['exec', '--local'], /exec needs a program[^]*-- node app\.js/],
    [['exec', '--local', '--', 'no-such-program'], /^outcrop: there is no program no-such-program\. /],
    [['exec', '--local', '--report', 'html=x', '--', node], /no report in the format "html"[^]*text, json, junit/],
    [['exec', '--local', '--report', 'junit=none/x.xml', '--', node], /there is no folder none/],
    [['exec', '--local', '--timeout', '5', '--', node], /--timeout is for runs with --faults/],
    [['exec', '--local', '--faults', 'cut,wink', '--', node], /there is no fault "wink"[^]*clock-skew/],
    [['exec', '--local', '--faults', 'http=200', '--', node], /--faults http=200: .*status/],
  ])('%j is refused', async (args, message) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })
})

interface FaultReport {
  readonly faults: readonly { readonly fault: string; readonly fired: boolean; readonly verdict?: string }[]
  readonly counts: Readonly<Record<string, number>>
}

/** The verdict on each fault, by its name. */
function verdicts(stdout: string): Readonly<Record<string, string>> {
  const { faults } = JSON.parse(stdout) as FaultReport
  return Object.fromEntries(faults.map(({ fault, verdict = 'not fired' }) => [fault, verdict]))
}

describe('--faults', { timeout: 120_000 }, () => {
  test('tells what a program reports, recovers from and swallows, on one page and in CI’s format', async () => {
    const list = 'http=503,delay=20,eof,checksum,clock-skew'
    const args = ['--faults', list, '--report', 'junit=faults.xml', '--', node, client('aws-sdk')]
    const { code, stdout, stderr } = await exec(args)
    expect(code).toBe(1)
    const lines = stdout.split('\n').map((line) => line.replace(/\d+(\.\d+)? m?s( |$)/, 'TIME$2').replace(/ +/g, ' '))
    expect(lines).toEqual([
      'FAULT VERDICT END CALLS TIME WHAT HAPPENED TO THE CALL',
      '(none) exit 0 1 TIME',
      'http=503 recovered exit 0 2 TIME refused with status 503',
      'delay=20 recovered exit 0 1 TIME no answer for 20 ms',
      'eof swallowed exit 0 1 TIME answer ends before event 3 as if it were whole',
      'checksum reported exit 1 1 TIME wrong checksum in event 3 of the answer',
      'clock-skew recovered exit 0 2 TIME clock of the service off by 600000 ms',
      '',
      'swallowed eof: it ended well with another output, and never got the answer whole',
      '5 faults: 1 reported, 3 recovered, 1 swallowed, 0 hung, 0 not fired',
      '',
    ])
    expect(stderr).toMatch(/outcrop: eof: swallowed after/)
    const junit = readFileSync(join(home, 'faults.xml'), 'utf8')
    expect(junit).toContain('tests="5" failures="1" errors="0" skipped="0"')
    expect(junit).toMatch(/name="eof"[^>]*>\n *<failure message="swallowed: /)
  })

  test('a program that reports all of them passes, and --json says so', async () => {
    const { code, stdout } = await exec(['--faults', 'expired-token,cut', '--json', '--', node, client('bedrock-sdk')])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'ok', clean: { exitCode: 0, modelCalls: 1 } })
    expect(verdicts(stdout)).toEqual({ 'expired-token': 'reported', cut: 'reported' })
  })

  test('a fault that cannot come to pass says nothing about the program', async () => {
    const { code, stdout } = await exec(['--faults', 'checksum', '--json', '--', node, client('aws-sdk'), 'whole'])
    expect(code).toBe(0)
    expect(verdicts(stdout)).toEqual({ checksum: 'not fired' })
  })

  test('--fault-calls each leaves no call whole', async () => {
    const args = ['--faults', 'http=503', '--fault-calls', 'each', '--json', '--', node, client('aws-sdk')]
    expect(verdicts((await exec(args)).stdout)).toEqual({ 'http=503': 'reported' })
  })

  test.runIf(posix)('whoever hangs is killed, with the children', async () => {
    const pidFile = join(home, 'child.pid')
    const path = program(
      'nest',
      `import { spawn } from 'node:child_process'
       import { writeFileSync } from 'node:fs'
       const child = spawn(process.execPath, [${JSON.stringify(client('aws-sdk'))}, 'whole'], { stdio: 'inherit' })
       writeFileSync(${JSON.stringify(pidFile)}, String(child.pid))
       child.on('exit', (code) => process.exit(code))`,
    )
    const { code, stdout } = await exec(['--faults', 'hang', '--timeout', '8', '--json', '--', node, path])
    expect(code).toBe(1)
    expect(verdicts(stdout)).toEqual({ hang: 'hung' })
    // Gone, or dead and not yet collected by whoever inherited it.
    const { stdout: state } = spawnSync('ps', ['-o', 'stat=', '-p', readFileSync(pidFile, 'utf8')], {
      encoding: 'utf8',
    })
    expect(state.trim()).toMatch(/^(Z.*)?$/)
  })

  test.runIf(posix)('what a program leaves behind neither delays nor outlives its run', async () => {
    const path = program(
      'leave',
      `import { spawn } from 'node:child_process'
       spawn('sleep', ['60'], { stdio: 'inherit' }).unref()
       await import(${JSON.stringify(client('aws-sdk'))})`,
    )
    const { stdout } = await exec(['--faults', 'split', '--timeout', '20', '--json', '--', node, path])
    expect(verdicts(stdout)).toEqual({ split: 'recovered' })
  })

  test.each([
    [
      'fails by itself',
      'console.error("no such file"); process.exit(3)',
      /fails without any fault: exit 3 \(its last words: no such file\)/,
    ],
    ['calls nothing', 'console.log(1)', /calls no model of the local Bedrock/],
    ['does not end', 'setInterval(() => {}, 1000)', /does not end within 1 s/],
  ])('a program that %s is no ground to judge on', async (name, source, message) => {
    const path = program(name.replaceAll(' ', '-'), source)
    const limit = name === 'does not end' ? '1' : '20'
    const { code, stderr } = await exec(['--faults', 'cut', '--timeout', limit, '--', node, path])
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })

  test.runIf(posix)('Ctrl-C ends the program with us', async () => {
    const path = program('endless', 'process.kill(process.ppid, "SIGINT"); setInterval(() => {}, 1000)')
    expect((await exec(['--faults', 'cut', '--', node, path])).code).toBe(130)
  })
})
