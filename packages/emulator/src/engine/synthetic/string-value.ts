import type { JsonObject } from '../../request/json.js'
import { patternSample } from './pattern-sample.js'
import { firstLine, lastName, pathIn, quotedCode, tellingWords } from './prompt-words.js'

const ofFormats: Readonly<Record<string, string>> = {
  date: '2026-11-22',
  'date-time': '2026-11-22T12:00:00Z',
  time: '12:00:00Z',
  duration: 'PT1H',
  email: 'someone@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  regex: '^a$',
  'json-pointer': '/a',
}

// What a string is likely to be, by the words of its name.
const guesses: readonly (readonly [name: RegExp, guess: (prompt: string) => string | undefined])[] = [
  [/path|file|dir/i, (prompt) => pathIn(prompt) ?? 'src/index.ts'],
  [/command|cmd|shell/i, (prompt) => quotedCode(prompt) ?? 'ls'],
  [/url|uri|link/i, () => 'https://example.com/'],
  [/city|location|place|country|town|name|subject|who/i, (prompt) => lastName(prompt)],
  [/expression|formula|equation/i, (prompt) => /\d[\d\s+*/().-]*\d/.exec(prompt)?.[0]],
  [/query|question|search|prompt|text|input|message|content|description|task/i, (prompt) => firstLine(prompt, 80)],
]

/** A string that a schema allows; where it says little, one that suits the property's name and the prompt. */
export function stringValue(schema: JsonObject, name: string, prompt: string): string {
  const { format, pattern } = schema
  if (typeof pattern === 'string') {
    const sample = patternSample(pattern)
    if (sample !== undefined) return fitLength(sample, schema)
  }
  if (typeof format === 'string' && ofFormats[format] !== undefined) return ofFormats[format]
  const guess = guesses.find(([names]) => names.test(name))?.[1](prompt)
  return fitLength(guess || (tellingWords(prompt)[0] ?? 'value'), schema)
}

function fitLength(text: string, { minLength, maxLength }: JsonObject): string {
  // JSON Schema counts characters, not UTF-16 units.
  const characters = Array.from(text)
  if (typeof minLength === 'number') while (characters.length < minLength) characters.push('x')
  return (typeof maxLength === 'number' ? characters.slice(0, maxLength) : characters).join('')
}
