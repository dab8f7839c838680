import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { outcropRunner } from './run-outcrop.js'

const { home, run } = outcropRunner()
const region = ['--region', 'us-east-1']

describe('outcrop tokens', () => {
  const one = join(home, 'one.ts')
  const two = join(home, 'two.md')
  writeFileSync(one, 'export const answer = 42\n'.repeat(40))
  writeFileSync(two, 'A short text.\n')

  test('shows for each file its tokens, a bound and the cost', async () => {
    const { code, stdout } = await run(['tokens', one, two, '-m', 'claude-sonnet-4-5', ...region])
    expect(code).toBe(0)
    const [head, first, second, total] = stdout.split('\n')
    expect(head).toMatch(/^FILE +TOKENS +AT MOST +COST$/)
    expect(first).toMatch(/one\.ts +\d{3} +\d{3} +\$0\.00\d+$/)
    expect(second).toMatch(/two\.md +\d+ +\d+ +\$0\.0000\d+$/)
    expect(total).toMatch(/^total +\d{3} +\d{3} +\$0\.00\d+$/)
  })

  test('--json is one object', async () => {
    const { stdout } = await run(['tokens', one, '-m', 'claude-sonnet-4-5', '--json', ...region])
    const report = JSON.parse(stdout) as { files: { tokens: number; upperBound: number }[]; total: { tokens: number } }
    expect(report).toMatchObject({ outcome: 'ok', model: 'claude-sonnet-4-5', exact: false })
    expect(report.total.tokens).toBe(report.files[0]?.tokens)
    expect(report.files[0]?.upperBound).toBeGreaterThan(report.files[0]?.tokens ?? 0)
  })

  test('reads standard input', async () => {
    const { code, stdout } = await run(['tokens', '-m', 'sonnet', ...region], { stdin: 'One line.\n' })
    expect(code).toBe(0)
    expect(stdout).toContain('(standard input)')
  })

  test('--exact asks Bedrock, also where only mantle counts', async () => {
    const exact = await run(['tokens', two, '-m', 'claude-sonnet-4-5', '--exact', '--local', '--json'])
    expect(JSON.parse(exact.stdout)).toMatchObject({ outcome: 'ok', exact: true })
    const newer = await run(['tokens', two, '-m', 'claude-sonnet-5-5', '--exact', '--local'])
    expect(newer.code).toBe(0)
    expect(newer.stdout).toMatch(/two\.md +(\d+) +\1 /)
  })
})
