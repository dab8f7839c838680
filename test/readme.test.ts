import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(root, 'README.md'), 'utf8')
const shown = [...page.matchAll(/```console\n\$ ([^\n]+)\n([\s\S]*?)\n?```/g)].map(
  (match) => [match[1]!, match[2]!] as const,
)

interface ReadmeScript {
  readonly outputOf: (line: string) => string
}

describe('the README shows what its commands print', () => {
  test.each(shown)('%s', async (line, output) => {
    const { outputOf } = (await import(join(root, 'scripts', 'readme.js'))) as ReadmeScript
    expect(outputOf(line)).toBe(output)
  })

  test('it shows an install, a local call and what a call without an account says', () => {
    expect(shown.length).toBeGreaterThan(4)
    expect(page).toContain('npm install -g')
    expect(page).toContain('npm ci && npm start')
  })

  test('its links lead somewhere', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)]
      .map((match) => match[1]!)
      .filter((link) => !link.startsWith('http'))
    expect(links.length).toBeGreaterThan(5)
    for (const link of links) expect(() => readFileSync(join(root, link)), link).not.toThrow()
  })
})
