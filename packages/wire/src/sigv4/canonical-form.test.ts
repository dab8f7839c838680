import { describe, expect, test } from 'vitest'
import { canonicalPath, canonicalQuery, encodeStrictly, foldWhiteSpace } from './canonical-form.js'

describe('canonicalPath', () => {
  test.each([
    ['', '/'],
    ['/', '/'],
    ['/model/us.anthropic.x-v1%3A0/invoke', '/model/us.anthropic.x-v1%253A0/invoke'],
    ['/model/us.anthropic.x-v1:0/invoke', '/model/us.anthropic.x-v1%3A0/invoke'],
    ['/model/arn%3Aaws%2Fx/converse', '/model/arn%253Aaws%252Fx/converse'],
    ["/a!'()*b", '/a%21%27%28%29%2Ab'],
    ['/a//b/../c/', '/a//b/../c/'],
  ])('%j is %j', (path, canonical) => {
    expect(canonicalPath(path)).toBe(canonical)
  })
})

describe('canonicalQuery', () => {
  test.each([
    ['sorts names by code point, then values', 'b=1&a=2&B=3&a=10&a=1', 'B=3&a=1&a=10&a=2&b=1'],
    ['sorts names before what follows them', 'a-b=1&a=2', 'a=2&a-b=1'],
    ['gives a value to names without one', 'flag&other=', 'flag=&other='],
    ['passes over empty parts', '&&a=1&', 'a=1'],
    ['splits at the first equals sign', 'a=b=c', 'a=b%3Dc'],
    ['encodes in one way only', 'a=%7e%2f%3a:/ü%C3%BC', 'a=~%2F%3A%3A%2F%C3%BC%C3%BC'],
    ['keeps bytes that are no UTF-8', 'a=%ff%FE', 'a=%FF%FE'],
    ['keeps a plus sign, and what is no encoding', 'a=1+1&b=100%', 'a=1%2B1&b=100%25'],
  ])('%s', (_name, query, canonical) => {
    expect(canonicalQuery(query)).toBe(canonical)
  })
})

test('encodeStrictly leaves only unreserved characters', () => {
  expect(encodeStrictly("aZ09-._~ !'()*+/é🌋")).toBe('aZ09-._~%20%21%27%28%29%2A%2B%2F%C3%A9%F0%9F%8C%8B')
})

describe('foldWhiteSpace', () => {
  test.each([
    ['plain', 'plain'],
    ['one space', 'one space'],
    ['  both ends  ', 'both ends'],
    ['a \t\r\n b', 'a b'],
    ['\t', ''],
    [' ', ''],
    ['', ''],
    ['no\u00a0break ', 'no\u00a0break'],
  ])('%j is %j', (value, folded) => {
    expect(foldWhiteSpace(value)).toBe(folded)
  })
})
