import { Option } from 'commander'
import { describe, expect, test } from 'vitest'
import { commandNames, commandTable } from './command-table.js'
import { optionTable } from './option-table.js'
import { parseArguments } from './parse.js'

const parse = (command: Parameters<typeof parseArguments>[0], ...args: string[]) => parseArguments(command, args)

describe('parseArguments', () => {
  test('reads options before, between and after operands', () => {
    expect(parse('generate', '-x', 'a prompt', '-m', 'haiku', 'a.ts', '--max-tokens', '50')).toEqual({
      kind: 'arguments',
      operands: ['a prompt', 'a.ts'],
      options: { extract: true, model: 'haiku', maxTokens: 50 },
    })
  })

  test('what was not given is absent', () => {
    expect(parse('ask', 'a b')).toMatchObject({ options: {} })
  })

  test('--endpoint is another spelling of --endpoint-url', () => {
    const expected = { options: { endpointUrl: 'http://127.0.0.1:1' } }
    expect(parse('ask', 'a b', '--endpoint', 'http://127.0.0.1:1')).toMatchObject(expected)
    expect(parse('ask', 'a b', '--endpoint-url', 'http://127.0.0.1:1')).toMatchObject(expected)
  })

  test('--param collects fields, as JSON where they are JSON', () => {
    const args = ['--param', 'temperature=0.3', '--param', 'stop_sequences=["END"]', '--param', 'name=a=b']
    expect(parse('ask', 'a b', ...args)).toMatchObject({
      options: { param: { temperature: 0.3, stop_sequences: ['END'], name: 'a=b' } },
    })
  })

  test('--no-color turns colour off, and only then is it said', () => {
    expect(parse('ask', 'a b', '--no-color')).toMatchObject({ options: { color: false } })
  })

  test('--credentials takes a session token too', () => {
    expect(parse('emulate', '--credentials', 'A:B', '--credentials', 'C:D:E')).toMatchObject({
      options: {
        credentials: [
          { accessKeyId: 'A', secretAccessKey: 'B' },
          { accessKeyId: 'C', secretAccessKey: 'D', sessionToken: 'E' },
        ],
      },
    })
  })

  test('--help is asked for anywhere', () => {
    expect(parse('ask', 'a b', '--help')).toEqual({ kind: 'help' })
  })

  test.each([
    ['ask', ['--modle', 'x'], /there is no option --modle/],
    ['ask', ['-m'], /--model needs a value/],
    ['ask', ['--residency', 'mars'], /--residency cannot be "mars"/],
    ['ask', ['--max-tokens', '1.5'], /--max-tokens takes a whole number, not "1.5"/],
    ['ask', ['--max-tokens', '0'], /--max-tokens/],
    ['ask', ['--max-cost', 'much'], /--max-cost takes US dollars/],
    ['ask', ['--param', 'temperature'], /--param takes KEY=VALUE/],
    ['ask', ['--param', 'max_tokens=5'], /--param cannot set max_tokens/],
    ['emulate', ['--port', '70000'], /--port/],
    ['emulate', ['--credentials', 'A'], /--credentials takes KEY:SECRET/],
    ['health', ['now'], /health does not take "now"/],
    ['models', ['a', 'b'], /models does not take "b"/],
    ['health', ['-x'], /there is no option -x/],
  ] as const)('%s %j is refused', (command, args, message) => {
    expect(() => parse(command, ...args)).toThrow(message)
    expect(() => parse(command, ...args)).toThrow(expect.objectContaining({ outcome: 'usage' }))
  })
})

describe('the tables', () => {
  test('each flag leads to the option that it stands under', () => {
    const names = Object.entries(optionTable).map(([, { flags }]) => new Option(flags).attributeName())
    expect(names).toEqual(Object.keys(optionTable))
  })

  test('no flag stands for two options', () => {
    const flags = Object.values(optionTable).flatMap((spec) => spec.flags.replace(/ <.*/, '').split(', '))
    expect(new Set(flags).size).toBe(flags.length)
  })

  test('each option belongs to some command', () => {
    const used = new Set(commandNames.flatMap((name) => commandTable[name].options))
    expect([...used].sort()).toEqual(Object.keys(optionTable).sort())
  })

  test.each(commandNames.flatMap((name) => commandTable[name].examples.map(({ line }) => [name, line] as const)))(
    'the example of %s can be typed: %s',
    (name, line) => {
      const words =
        line
          .replace(/^.*\| /, '')
          .replace(/ > .*$/, '')
          .match(/"[^"]*"|\S+/g) ?? []
      const args = words.map((word) => word.replaceAll('"', '')).slice(1)
      expect(
        parseArguments(
          name,
          args.filter((word) => word !== name),
        ).kind,
      ).toBe('arguments')
    },
  )
})
