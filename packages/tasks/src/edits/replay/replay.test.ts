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
