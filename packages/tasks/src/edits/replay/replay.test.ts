import { describe, expect, it } from 'vitest'
import { applyEdit } from '../apply-edit.js'

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')

/** The new text, or the code of the refusal. */
function made(file: string, old: string, fresh: string): string {
  const result = applyEdit(file, { old, new: fresh })
  return result.outcome === 'refused' ? result.code : result.text
}

describe('new lines where the quote leaves out blank lines of the file', () => {
  const file = text('first = 1', '', 'def last():', '    pass')
  const old = text('first = 1', 'def last():', '    pass')

  it('go below when they bring a blank line along that parts them from the line above', () => {
    const fresh = text('first = 1', '', 'class Other:', '    x = 1', 'def last():', '    pass')
    expect(made(file, old, fresh)).toBe(
      text('first = 1', '', 'class Other:', '    x = 1', '', 'def last():', '    pass'),
    )
  })

  it('go above when the blank line is at their end', () => {
    const fresh = text('first = 1', 'class Other:', '    x = 1', '', 'def last():', '    pass')
    expect(made(file, old, fresh)).toBe(
      text('first = 1', '', 'class Other:', '    x = 1', '', 'def last():', '    pass'),
    )
  })

  it('join the neighbour that they are like', () => {
    const fresh = text('first = 1', 'first = 2', 'def last():', '    pass')
    expect(made(file, old, fresh)).toBe(text('first = 1', 'first = 2', '', 'def last():', '    pass'))
  })

  it('are refused when they are like neither', () => {
    const fresh = text('first = 1', 'print(something, else_)', 'def last():', '    pass')
    expect(made(file, old, fresh)).toBe('in_the_way')
  })
})

describe('a quote with its indentation halved', () => {
  const file = text('class A:', '    def one(self):', '        return 1', '', '    def two(self):', '        return 2')
  const old = text('  def one(self):', '    return 1')

  it('gives new lines the indentation of the file', () => {
    const fresh = text('  def one(self):', '    if self.x:', '      return 0', '    return 1')
    expect(made(file, old, fresh)).toContain(text('        if self.x:', '            return 0', '        return 1'))
  })

  it('is refused where columns are lost that nothing brings back', () => {
    const fresh = text('  def one(self):', '    call(first,', '              second)', '    return 1')
    expect(made(file, old, fresh)).toBe('unclear_indentation')
  })
})

describe('white space at the ends of quoted lines', () => {
  it('is not put on new lines, and blank lines are left alone', () => {
    const file = text('one = 1', 'two = 2', '', 'three = 3')
    const old = text('one = 1  ', 'two = 2  ', '', 'three = 3  ')
    const fresh = text('one = 1  ', 'two = 2  ', 'more = 4  ', '', 'three = 3  ')
    expect(made(file, old, fresh)).toBe(text('one = 1', 'two = 2', 'more = 4', '', 'three = 3'))
  })
})

describe('a quote with lines left out', () => {
  it('may begin with a line that stands in many places, if the change does not touch it', () => {
    const file = text('  }', '  a()', '  }', '  b()', '  target(1)', '  end()')
    expect(made(file, text('  }', '...', '  target(1)', '  end()'), text('  }', '...', '  target(2)', '  end()'))).toBe(
      text('  }', '  a()', '  }', '  b()', '  target(2)', '  end()'),
    )
  })

  it('is refused where the change itself could be in two places', () => {
    const file = text('  head()', '  target(1)', '  x()', '  target(1)')
    expect(made(file, text('  head()', '...', '  target(1)'), text('  head()', '...', '  target(2)'))).toBe('ambiguous')
  })
})

describe('a quote of which the file has lost a line', () => {
  it('is refused when another place lacks no more of it', () => {
    const block = (name: string, last: string) => [name, '  "warnings": true,', '  "data": "4.0"', '}', last]
    const quote = block('"short": {', '"quite a long line that comes after": {')
    const other = block('"x": {', '"quite a long line that comes after": {')
    const file = text(...quote.slice(0, -1), '', 'apart', '', 'still apart', '', 'far', ...other)
    expect(made(file, text(...quote), text(...quote).replace('4.0', '5.0'))).toBe('ambiguous')
  })
})

describe('new lines whose place cannot be told', () => {
  it('are refused where they repeat a line that the file has blank lines before', () => {
    const file = text('check(lines)', '', '}', '', 'next()')
    expect(made(file, text('check(lines)', '}'), text('check(lines)', '}', '}'))).toBe('in_the_way')
  })

  it('are refused between two blank lines of which the file has one', () => {
    const file = text('import sys', '', 'try:', '    import magic')
    const old = text('import sys', '', '', 'try:', '    import magic')
    const fresh = text('import sys', '', 'import os', '', 'try:', '    import magic')
    expect(made(file, old, fresh)).toBe('in_the_way')
  })
})

describe('blank lines that an edit puts in', () => {
  it('are not taken for made where the file has some already', () => {
    const file = text('first()', '', '', 'class Last:', '    pass')
    expect(made(file, text('', 'class Last:'), text('', '', 'class Last:'))).toBe('ambiguous')
  })
})

describe('the depth of new lines', () => {
  it('is not learned from a line that the file has otherwise, and elsewhere', () => {
    const file = text(
      "test('one', () => {",
      '  a.string()',
      "    .parse('9491d710-3185-4e06-bea0-6a2f275345e8')",
      '  expect(() =>',
      '    a.uuid()',
      '  ).toThrow()',
      '  done()',
      '})',
    )
    const old = text("      .parse('9491d710-3185-4e06-bea0-6a2f275345e')", '  ).toThrow()', '  done()', '})')
    const fresh = old + text('', "test('two', () => {", '  a', '    .string()', '})')
    expect(made(file, old, fresh)).toBe(file + text('', "test('two', () => {", '  a', '    .string()', '})'))
  })
})

describe('a place beside a look-alike', () => {
  const method = (name: string, ...notes: string[]) => [
    '/**',
    ` * ${name}`,
    ' *',
    ...notes,
    ' */',
    `function ${name.replaceAll(' ', '')}() {`,
    `  return '${name}'`,
    '}',
    '',
  ]

  it('is not doubted because a line farther off looks like one of its own', () => {
    const file = text(...method('first thing'), ...method('second thing', ' * A note.'))
    const old = text('}', '', '/**', ' * secnd thing', ' *', ' * A note.')
    const fresh = text('}', '', '/** More. */', 'const more = 1', '', '/**', ' * secnd thing', ' *', ' * A note.')
    const wanted = text(
      ...method('first thing'),
      '/** More. */',
      'const more = 1',
      '',
      ...method('second thing', ' * A note.'),
    )
    expect(made(file, old, fresh)).toBe(wanted)
  })

  it('is doubted when a line farther off is hardly farther', () => {
    const file = text('open();', '}', '}', 'extra();', 'last(line);', 'more(line);', 'end(line);')
    const old = text('}', 'last(line);', 'more(line);', 'end(line);')
    expect(made(file, old, old.replace('}', ')'))).toBe('ambiguous')
  })

  it('is refused where nothing stands as deep as quoted and a line is otherwise, too', () => {
    const file = text(
      'jobs:',
      '    - name: Checkout',
      '      uses: checkout',
      '    - name: Rust',
      '      profile: minimal',
    )
    const old = text('- name: Checkout', '  uses: checkout', '- name: Rust', '  profile: maximal')
    expect(made(file, old, old.replace('uses: checkout', 'uses: checkout2'))).toBe('too_different')
  })

  it('is doubted when lines nearer by could be meant', () => {
    const [gnu, musl] = ['env: TARGET=x86_64-unknown-linux-gnu', 'env: TARGET=x86_64-unknown-linux-musl']
    const notes = ['# a', '# b', '# c', '# d', '# e']
    const file = text('rust: 1', gnu, ...notes, 'os: linux', 'rust: 1', 'os: linux', 'rust: 1', musl, 'os: mac')
    const old = text('rust: 1', gnu, 'os: linux', 'rust: 1', musl, 'os: mac')
    const fresh = text('rust: 1', gnu, 'os: linux', 'rust: 2', musl, 'os: mac')
    expect(made(file, old, fresh)).toBe('ambiguous')
  })

  it('is not doubted for a look-alike that has a word otherwise, and no better white space', () => {
    const body = ['    const now = new Date(1315806903103)', '    const json = gson.toJson(now)', '    check(json)']
    const file = text('  testOne() {', ...body, '  }', '', '  testTwo() {', ...body, '  }')
    const old = text('testTwo() {', ...body.map((line) => line.slice(2)), '}')
    const fresh = old.replace('check(json)', 'verify(json)')
    expect(made(file, old, fresh)).toBe(
      text('  testOne() {', ...body, '  }', '', '  testTwo() {', ...body.slice(0, 2), '    verify(json)', '  }'),
    )
  })

  it('is doubted for a look-alike that has a word otherwise, and its white space', () => {
    const body = ['const now = new Date(1315806903103)', 'const json = gson.toJson(now)', 'check(json)']
    const file = text('testOnes()', ...body, 'next()', '  testOne()', ...body.map((line) => `  ${line}`), 'last()')
    const old = text('testOne()', ...body)
    expect(made(file, old, old.replace('check(json)', 'verify(json)'))).toBe('ambiguous')
  })

  it('is refused when another place has one line otherwise, too, and less of it', () => {
    const file = text(...method('first thing of all'), ...method('first thing of it'))
    const old = text('/**', ' * first thing of al', ' *', ' */')
    expect(made(file, old, text('/**', ' * first thing of al', ' *', ' * A note.', ' */'))).toBe('ambiguous')
  })
})

describe('a new line that repeats a line of the quote', () => {
  it('is spelled as the file spells that one', () => {
    const file = text('a `json:“a,b”`', 'b `json:“b”`', 'c `json:"c"`', '}')
    const old = text('a `json:"a,b"`', 'b `json:"b"`', 'c `json:"c"`', '}')
    const fresh = text('a `json:"a,b"`', 'b `json:"b"`', 'c `json:"c"`', 'a `json:"a,b"`', '}')
    expect(made(file, old, fresh)).toBe(text('a `json:“a,b”`', 'b `json:“b”`', 'c `json:"c"`', 'a `json:“a,b”`', '}'))
  })
})
