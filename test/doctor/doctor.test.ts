import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { diagnosisSteps } from '@outcrop/client'
import { broken } from './broken.js'
import type { Stage } from './broken.js'
import { healthy } from './healthy.js'
import { doctorRunner } from './run-doctor.js'

interface SetUps {
  readonly broken: readonly {
    readonly name: string
    readonly step: string
    readonly exit: number
    readonly fix: string
  }[]
  readonly healthy: readonly string[]
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const setUps = JSON.parse(read('test/doctor/set-ups.json')) as SetUps
const { doctor, outcrop } = doctorRunner()

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'outcrop-set-up-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function examined(stage: Stage | undefined) {
  const home = folder()
  return doctor(await stage!(home), home)
}

/** What must not be seen anywhere. */
const secrets =
  /wJalrXUtnFEMI|bedrock-api-key-[A-Za-z0-9]{8}|ABSKT3V0|temporary-secret|session-token-of|not-a-key-of-bedrock/

describe('a broken set-up:', () => {
  test.each(setUps.broken)('$name', async ({ name, step, exit, fix }) => {
    const { code, report, text, stderr } = await examined(broken[name])
    const failed = report.steps.find(({ outcome }) => outcome === 'failed')
    expect({ step: failed?.name, exit: code, healthy: report.healthy }).toEqual({ step, exit, healthy: false })
    expect(failed?.remedy).toContain(fix)
    expect(report.error?.remedy).toContain(fix)
    expect(report.steps.map((one) => one.name)).toEqual(diagnosisSteps)
    expect(`${text}${stderr}`).not.toMatch(secrets)
  })
})

describe('a sound set-up:', () => {
  test.each(setUps.healthy)('%s', async (name) => {
    const { code, report, text, stderr } = await examined(healthy[name])
    expect(report.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect({ code, healthy: report.healthy, call: report.steps.at(-1)?.outcome }).toEqual({
      code: 0,
      healthy: true,
      call: 'passed',
    })
    expect(`${text}${stderr}`).not.toMatch(secrets)
  })
})

test('each is staged, and there are enough', () => {
  expect(Object.keys(broken)).toEqual(setUps.broken.map(({ name }) => name))
  expect(Object.keys(healthy)).toEqual(setUps.healthy)
  expect(setUps.broken.length).toBeGreaterThanOrEqual(30)
})

test('the page has the table of these', async () => {
  const script = new URL('../../scripts/doctor-page.js', import.meta.url).href
  const { pageWith } = (await import(script)) as { pageWith: (page: string, setUps: SetUps) => string }
  const page = read('docs/doctor.md')
  expect(page, 'Run: node scripts/doctor-page.js').toBe(pageWith(page, setUps))
})

describe('what is printed', () => {
  test('names whoever calls, and numbers the steps', async () => {
    const { code, stdout, stderr } = await outcrop(['doctor'], await healthy['keys, and everything allowed']!(folder()))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^ 3\. Identity \(STS\) +PASSED {2}arn:aws:iam::123456789012:user\/example \(account 123456789012\)$/m,
    )
    expect(stdout).toMatch(/^12\. One small call +PASSED {2}Claude Sonnet 4\.5 answered in \d+ ms$/m)
    expect(stdout).toMatch(/^Nothing is wrong \(emulated: a local Bedrock answered\)$/m)
  })

  test('puts the remedy under the step that failed, and says why others were not asked', async () => {
    const { code, stdout } = await outcrop(['doctor'], await broken['invoking denied']!(folder()))
    expect(code).toBe(3)
    expect(stdout).toMatch(/^ 5\. Permissions \(IAM\) +FAILED {2}User: [^\n]+\n {4}Remedy: The policy of /m)
    expect(stdout).toMatch(/^12\. One small call +SKIPPED {2}Not asked, because permissions failed$/m)
    expect(stdout).toMatch(/^1 step failed: begin with the first$/m)
  })

  test('--local examines the local Bedrock, whatever else is set', async () => {
    const { code, report } = await doctor({
      env: { AWS_PROFILE: 'nobody', HTTPS_PROXY: 'http://127.0.0.1:9' },
      args: ['--local'],
    })
    expect({ code, healthy: report.healthy }).toEqual({ code: 0, healthy: true })
  })
})
