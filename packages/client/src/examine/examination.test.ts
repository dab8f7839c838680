import { describe, expect, test } from 'vitest'
import { createError } from '../errors/create-error.js'
import { createRedactor } from '../errors/redact.js'
import { Examination } from './examination.js'

const order = ['first', 'second', 'third', 'fourth'] as const
const begin = () => new Examination(order, createRedactor())
const refusal = () => createError('access_denied', 'No', { remedy: 'Ask.' })
const fails = () => {
  throw refusal()
}
const shown = (examination: ReturnType<typeof begin>) =>
  examination.steps.map(({ name, outcome, summary }) => `${name} ${outcome}: ${summary}`)

describe('an examination', () => {
  test('is read in its order, whatever was taken first', async () => {
    const examination = begin()
    await examination.take('second', { facts: { a: 1 } }, () => ({ summary: 'b', facts: { c: 2 }, notes: ['n'] }))
    await examination.take('first', {}, () => ({ unseen: 'not allowed to look' }))
    expect(shown(examination)).toEqual(['first skipped: not allowed to look', 'second passed: b'])
    expect(examination.steps[1]).toMatchObject({ facts: { a: 1, c: 2 }, notes: ['n'] })
    expect(examination.healthy).toBe(true)
  })

  test('asks nothing that needs a failed step, and names that one also where it is further back', async () => {
    const examination = begin()
    let asked = 0
    await examination.take('first', {}, fails)
    await examination.take('second', { needs: ['first'] }, () => ({ summary: String((asked += 1)) }))
    await examination.take('third', { needs: ['second'] }, () => ({ summary: String((asked += 1)) }))
    await examination.take('fourth', {}, () => ({ summary: 'needs nothing' }))
    expect(shown(examination)).toEqual([
      'first failed: No',
      'second skipped: Not asked, because first failed',
      'third skipped: Not asked, because first failed',
      'fourth passed: needs nothing',
    ])
    expect({ asked, healthy: examination.healthy }).toEqual({ asked: 0, healthy: false })
    expect(examination.steps[0]).toMatchObject({ remedy: 'Ask.', error: { code: 'access_denied' } })
  })

  test('goes on after a step that nobody may look at', async () => {
    const examination = begin()
    await examination.take('first', {}, () => ({ unseen: 'not allowed to look' }))
    await examination.take('second', { needs: ['first'] }, () => ({ summary: 'asked' }))
    expect(shown(examination).at(-1)).toBe('second passed: asked')
  })

  test('takes back what had passed, and what did not get so far', async () => {
    const examination = begin()
    await examination.take('first', { facts: { a: 1 } }, () => ({ summary: 'fine', notes: ['n'] }))
    await examination.take('second', {}, fails)
    examination.fail('first', refusal())
    examination.block('second', 'first')
    expect(shown(examination)).toEqual(['first failed: No', 'second skipped: Not asked, because first failed'])
    expect(examination.steps[0]).toMatchObject({ facts: { a: 1 }, notes: ['n'], remedy: 'Ask.' })
  })

  test('calls a mistake of its own one, without secrets', async () => {
    const redactor = createRedactor()
    redactor.learn('secret-of-the-test')
    const examination = new Examination(order, redactor)
    await examination.take('first', {}, () => {
      throw new TypeError('no secret-of-the-test here')
    })
    expect(examination.errorOf('first')).toMatchObject({ code: 'internal' })
    expect(
      JSON.stringify(examination.errorOf('first')?.cause) + String(examination.errorOf('first')?.cause),
    ).not.toContain('secret-of-the-test')
  })
})
