import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { errorRegister } from '@outcrop/client/errors'
import { expect, test } from 'vitest'
import { readTable, tablesOf } from './architecture/read-law.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const heads = ['code', 'class', 'exit code', "gateway's status", 'may be retried', 'what it means', 'what to do']
const rows = readTable(tablesOf(readFileSync(join(root, 'docs/errors.md'), 'utf8')), heads)
const documented = new Map(rows.map((row) => [row['code']!.replaceAll('`', ''), row]))

test('every code of the register is on the page, as it is', () => {
  for (const [code, entry] of Object.entries(errorRegister)) {
    const row = documented.get(code)
    expect(row, code).toBeDefined()
    expect(row!['class']).toBe(entry.class)
    expect(Number(row!['exit code'])).toBe(entry.exit)
    expect(Number(row!["gateway's status"])).toBe(entry.httpStatus)
    expect(row!['may be retried']).toBe(entry.retryable ? 'yes' : 'no')
    expect(row!['what it means']).toBe(entry.meaning)
    expect(row!['what to do']).toBe(entry.remedy)
  }
})

test('every code on the page is in the register', () => {
  expect([...documented.keys()].filter((code) => !(code in errorRegister))).toEqual([])
  expect(documented.size).toBe(rows.length)
})

const later = new Set(['ledger_failed', 'answer_invalid', 'answer_truncated', 'answer_refused'])

test('the codes are those of the contract, and those of the ledger and of structured output', () => {
  const codes = Object.keys(errorRegister).filter((code) => !later.has(code))
  expect(codes.toSorted()).toEqual(
    `aborted access_denied budget_exceeded context_too_long credentials_expired credentials_missing daily_quota deadline
     internal invalid_request marketplace model_access model_end_of_life model_error model_not_found model_not_ready
     model_timeout network profile_required protocol quota_exceeded signature stream_interrupted throttled unavailable
     unknown_model use_case_form`.split(/\s+/),
  )
})
