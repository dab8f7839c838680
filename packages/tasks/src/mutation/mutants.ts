import { codeOnly, grammarOf } from './source-code.js'
import type { Grammar } from './source-code.js'

/** A file with one small fault in it. */
export interface Mutant {
  /** The line of the fault, from 1. */
  readonly line: number
  /** Where in the text it begins, from 0. */
  readonly at: number
  /** What was done: `< became >=`. */
  readonly change: string
  readonly text: string
}

interface Swap {
  readonly from: number
  readonly to: number
  readonly by: string
}

const operators: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/[!=]==?(?!=)/g, (found) => (found.startsWith('!') ? found.replace('!', '=') : found.replace('=', '!'))],
  [/(?<= )(?:<=|>=|<|>)(?= )/g, (found) => ({ '<': '>=', '<=': '>', '>': '<=', '>=': '<' })[found] ?? found],
  [/&&|\|\|/g, (found) => (found === '&&' ? '||' : '&&')],
  [/(?<= )[+\-*/](?= )/g, (found) => ({ '+': '-', '-': '+', '*': '/', '/': '*' })[found] ?? found],
  [/(?<![\w.])\d+(?![\w.])/g, (found) => String(Number(found) + 1)],
]

/**
 * Small faults such as people make: a comparison turned round, a number off by one, a truth value swapped, a value not
 * given back, a statement left out. Made by the text alone, so that some may not compile; those say nothing of a test.
 * In an order that goes over the whole file before it comes back to the same place.
 *
 * @returns nothing for a language that is not known
 */
export function mutantsOf(path: string, text: string, most: number): readonly Mutant[] {
  const grammar = grammarOf(path)
  if (grammar === undefined) return []
  const code = codeOnly(text, grammar)
  const swaps = [...operatorSwaps(code), ...wordSwaps(code, grammar), ...returnSwaps(code, grammar), ...drops(code)]
  const sorted = swaps.toSorted((one, other) => one.from - other.from || one.to - other.to)
  return spread(sorted, most).map((swap) => mutantOf(text, swap))
}

function operatorSwaps(code: string): Swap[] {
  return operators.flatMap(([pattern, other]) =>
    [...code.matchAll(pattern)].flatMap((match) => {
      const [found] = match
      const { index } = match
      return [{ from: index, to: index + found.length, by: other(found) }]
    }),
  )
}

function wordSwaps(code: string, { words }: Grammar): Swap[] {
  return [...code.matchAll(/\b\w+\b/g)].flatMap((match) => {
    const [found] = match
    const by = Object.hasOwn(words, found) ? words[found] : undefined
    return by === undefined ? [] : [{ from: match.index, to: match.index + found.length, by }]
  })
}

/** A value that is given back becomes nothing: only where the statement ends on its line. */
function returnSwaps(code: string, { nothing }: Grammar): Swap[] {
  return [...code.matchAll(/\breturn[ \t]+([^\n;]*[^\n;{([,\s])(?=[ \t]*;?[ \t]*$)/gm)].map((match) => {
    const value = match[1] ?? ''
    const to = match.index + match[0].length
    return { from: to - value.length, to, by: nothing }
  })
}

/** A call or an assignment that is a line of its own is left out. */
function drops(code: string): Swap[] {
  return [...code.matchAll(/^[ \t]+((?:await )?[\w.[\]]+(?: [+\-*/|&]?= [^\n{]*|\([^\n]*\));?)[ \t]*$/gm)].map(
    (match) => {
      const statement = match[1] ?? ''
      const from = match.index + match[0].indexOf(statement)
      return { from, to: from + statement.length, by: statement.endsWith(';') ? ';' : '0' }
    },
  )
}

/** At most so many, from all over the file. */
function spread(swaps: readonly Swap[], most: number): readonly Swap[] {
  if (swaps.length <= most) return swaps
  return Array.from({ length: most }, (_, at) => swaps[Math.floor((at * swaps.length) / most)]).filter(
    (swap) => swap !== undefined,
  )
}

function mutantOf(text: string, { from, to, by }: Swap): Mutant {
  const was = text.slice(from, to)
  return {
    line: text.slice(0, from).split('\n').length,
    at: from,
    change: `${was} became ${by}`,
    text: text.slice(0, from) + by + text.slice(to),
  }
}
