import { describe, expect, test } from 'vitest'
import { checkBareForm, findRoute } from './route.js'

const command = (name: string, args: readonly string[], bare = false) => ({
  kind: 'command',
  command: name,
  bare,
  args,
})

describe('findRoute', () => {
  test.each([
    [['generate', 'a b', '-x'], command('generate', ['a b', '-x'])],
    [['explain', 'a b'], command('ask', ['a b'])],
    [['-m', 'haiku', 'generate', 'a'], command('generate', ['-m', 'haiku', 'a'])],
    [['--model=haiku', 'generate', 'a'], command('generate', ['--model=haiku', 'a'])],
    [['-x', 'generate', 'a'], command('generate', ['-x', 'a'])],
    [['a question', 'a.ts'], command('ask', ['a question', 'a.ts'], true)],
    [['-m', 'generate', 'a question'], command('ask', ['-m', 'generate', 'a question'], true)],
    [['--', 'generate'], command('ask', ['--', 'generate'])],
    [[], command('ask', [], true)],
    [['--version'], { kind: 'version' }],
    [['--help'], { kind: 'help' }],
    [['help'], { kind: 'help' }],
    [['help', 'models'], { kind: 'help', command: 'models' }],
    [['--help', 'models'], { kind: 'help', command: 'models' }],
    [['a question', '-h'], { kind: 'help' }],
  ])('%j', (argv, expected) => {
    expect(findRoute(argv)).toEqual(expected)
  })

  test('what follows -- is a prompt, whatever it reads', () => {
    expect(findRoute(['--', '--help'])).toEqual(command('ask', ['--', '--help']))
  })

  test('help about a word that is no command suggests one that is', () => {
    expect(() => findRoute(['help', 'modles'])).toThrow(/no command "modles"/)
  })
})

describe('checkBareForm', () => {
  test.each([
    [['What is this?'], false],
    [['What is this?', 'a.ts'], false],
    [['summarise'], true],
    [[], true],
    [[''], false],
  ])('%j, piped %s, is a question', (operands, piped) => {
    expect(() => checkBareForm(operands, piped)).not.toThrow()
  })

  test.each([
    [['modles'], false, 'Did you mean models?'],
    [['helth'], false, 'Did you mean health?'],
    [['summarise'], false, 'outcrop ask "summarise"'],
    [['summarise', 'a.ts'], true, 'outcrop ask "summarise"'],
    [['replay', 'src'], false, 'outcrop ask "replay src"'],
    [['replay'], true, 'outcrop ask "replay"'],
    [['forecast'], true, 'outcrop ask "forecast"'],
  ])('%j, piped %s, is refused: %s', (operands, piped, remedy) => {
    expect(() => checkBareForm(operands, piped)).toThrow(
      expect.objectContaining({ outcome: 'usage', remedy: expect.stringContaining(remedy) as string }) as Error,
    )
  })
})
