// Adds up the tests and the other checks, and closes with the line that CI reads. A skipped test is a failed one here.
import { existsSync, readFileSync } from 'node:fs'

const [testsFile, checksFile] = process.argv.slice(2)
const checks = readFileSync(checksFile, 'utf8').split('\n').filter(Boolean)
let passed = checks.filter((line) => line.startsWith('passed')).length
let failed = checks.length - passed
for (const line of checks) if (line.startsWith('failed')) console.log(line)

if (existsSync(testsFile)) {
  const tests = JSON.parse(readFileSync(testsFile, 'utf8'))
  const results = tests.testResults.flatMap((file) => file.assertionResults)
  const skipped = results.filter((test) => test.status !== 'passed' && test.status !== 'failed')
  for (const test of skipped) console.log(`skipped, and skipping is forbidden here: ${test.fullName}`)
  const broken = tests.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status === 'passed'),
  )
  for (const file of broken) console.log(`failed outside of its tests: ${file.name}`)
  passed += results.filter((test) => test.status === 'passed').length
  failed += results.length - results.filter((test) => test.status === 'passed').length + broken.length
  if (results.length === 0) failed++
} else {
  console.log('the tests left no report')
  failed++
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
