import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { batchLine } from './batch-line.js'
import { launchOf } from './launch.js'

const folder = mkdtempSync(join(tmpdir(), 'outcrop-launch-'))
mkdirSync(join(folder, 'bin'))
for (const name of ['tool.cmd', 'real.exe']) writeFileSync(join(folder, 'bin', name), '')
afterAll(() => rmSync(folder, { recursive: true }))

const windows = {
  platform: 'win32' as const,
  env: { Path: join(folder, 'bin'), PathExt: '.exe;.cmd', ComSpec: 'C:\\cmd.exe' },
  cwd: folder,
}

test('elsewhere than on Windows a program is started as it is named', () => {
  const command = ['tool', 'a b', '"c"', '']
  expect(launchOf(command, { ...windows, platform: 'linux' })).toEqual({
    file: 'tool',
    args: ['a b', '"c"', ''],
    verbatim: false,
  })
})

describe('on Windows', () => {
  test('a script of npm runs by cmd.exe', () => {
    const { file, args, verbatim } = launchOf(['tool', 'a b'], windows)
    expect({ file, verbatim, switches: args.slice(0, 3) }).toEqual({
      file: 'C:\\cmd.exe',
      verbatim: true,
      switches: ['/d', '/s', '/c'],
    })
    expect(args[3]).toContain('tool.cmd ^^^"a^^^ b^^^"')
  })

  test.each([
    ['real', join(folder, 'bin', 'real.exe')],
    [join('bin', 'real.exe'), join(folder, 'bin', 'real.exe')],
    ['unknown', 'unknown'],
  ])('%s runs by itself', (name, file) => {
    expect(launchOf([name, 'a b'], windows)).toEqual({ file, args: ['a b'], verbatim: false })
  })

  test('a line break would end the command of a script, and is refused', () => {
    expect(() => launchOf(['tool', 'a\nb'], windows)).toThrow(/no argument with a line break/)
    expect(launchOf(['real', 'a\nb'], windows).args).toEqual(['a\nb'])
  })
})

/** How cmd.exe reads a line once: a caret takes its meaning from the next character. */
const readOnce = (line: string) => line.replace(/\^([^])/g, '$1')

/** How a program built with Microsoft's libraries takes its command line apart. */
function argumentsOf(line: string): string[] {
  const args: string[] = []
  for (const [, quoted = ''] of line.matchAll(/"((?:\\+"|[^"])*?(?:\\\\)*)"(?= |$)/g)) {
    args.push(quoted.replace(/(\\+)(?="|$)/g, (run) => '\\'.repeat(run.length / 2) + (run.length % 2 ? '\\' : '')))
  }
  return args.map((arg) => arg.replace(/\\"/g, '"'))
}

test.each([
  [['plain']],
  [['a b', 'c']],
  [['say "hi"']],
  [['%PATH%', 'a & del *', '<x>|y']],
  [['C:\\dir\\', 'next']],
  [['']],
])('a script gets %j', (args) => {
  const line = batchLine('tool.cmd', args)
  expect(line.startsWith('"') && line.endsWith('"')).toBe(true)
  const read = readOnce(readOnce(line.slice(1, -1)))
  expect(argumentsOf(read.replace('tool.cmd ', ''))).toEqual(args)
  // Whatever cmd.exe would act on stands behind a caret in both readings.
  expect(readOnce(line.slice(1, -1)).replace(/\^[^]/g, '')).not.toMatch(/[&<>|%"]/)
})
