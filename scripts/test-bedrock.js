// The guide's tests: npm run test:bedrock, test:bedrock:integration, test:bedrock:verbose. Against the AWS account whose
// credentials are found, with few and cheap calls whose most is printed first; with `-- --local` against a local Bedrock.
// Options: --suite all|integration, --verbose, --local, --model NAME, --load CALLS, --results FOLDER.
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { costOf, createClient, isOutcropError } from '@outcrop/client'
import { exampleCredential, startEmulator } from '@outcrop/emulator'
import { cases, load, mostTokens, prompt } from './bedrock-tests/cases.js'
import { answered } from './bedrock-tests/checklist.js'
import { writeResults } from './bedrock-tests/result-files.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (line = '') => process.stdout.write(`${line}\n`)

const { values: options } = parseArgs({
  options: {
    suite: { type: 'string', default: 'all' },
    verbose: { type: 'boolean', default: false },
    local: { type: 'boolean', default: false },
    model: { type: 'string' },
    load: { type: 'string' },
    results: { type: 'string', default: join(root, 'test-results') },
  },
})

function refuse(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

// A wrong word must neither ask for more calls than meant nor pass for a check.
if (!['all', 'integration'].includes(options.suite)) refuse(`--suite is all or integration, not ${options.suite}.`)
if (!/^\d+$/.test(options.load ?? '0')) refuse(`--load is a number of calls, not ${options.load}.`)

/** What is tested: an account, or a Bedrock of this machine. */
async function subject() {
  const debug = options.verbose || undefined
  if (!options.local)
    return { client: createClient({ debug }), where: 'the AWS account of this environment', close: () => undefined }
  const emulator = await startEmulator()
  const client = createClient({ endpoint: emulator.url, region: 'us-east-1', credentials: exampleCredential, debug })
  const { url: endpoint } = emulator
  return {
    client,
    endpoint,
    credentials: exampleCredential,
    where: 'a local Bedrock: emulated, nothing is charged',
    close: () => emulator.close(),
  }
}

/** What so many calls cost at most, in words. */
async function mostCost(client, model, calls) {
  const { entry, priceKind } = await client.resolve(model)
  const input = client.estimateTokens({ model, text: prompt }).upperBound
  const tokens = { input, output: mostTokens, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  const cost = costOf({ tokens, prices: entry?.prices, kind: priceKind })
  return cost === undefined
    ? 'of unknown price'
    : `at most $${((cost.nanoUsd * calls) / 1e9).toPrecision(3)} by list price`
}

async function resultOf({ name, item, integration, run }, here) {
  const begun = performance.now()
  const result = { name, item, integration }
  const since = () => Math.round(performance.now() - begun)
  try {
    const found = await run(here)
    return { ...result, passed: true, found, durationMs: since() }
  } catch (error) {
    const typed = isOutcropError(error) ? { code: error.code, remedy: error.remedy } : {}
    return { ...result, passed: false, found: error.message, ...typed, durationMs: since() }
  }
}

function show({ passed, name, found, remedy, durationMs }) {
  say(`${passed ? 'PASSED' : 'FAILED'}  ${name}  (${durationMs} ms)`)
  if (options.verbose || !passed) say(`        ${found}`)
  if (remedy !== undefined && !passed) say(`        Remedy: ${remedy}`)
}

function chosenCases(loadCalls) {
  const wanted = options.suite === 'integration' ? cases.filter(({ integration }) => integration) : cases
  if (loadCalls === 0 || options.suite === 'integration') return wanted
  return [...wanted, { name: 'load', item: 'load', integration: false, calls: loadCalls, run: load }]
}

async function main() {
  const { client, where, close, ...rest } = await subject()
  const model = options.model ?? process.env.BEDROCK_DEFAULT_MODEL ?? 'haiku'
  const loadCalls = Number(options.load ?? (options.local ? 200 : 0))
  const wanted = chosenCases(loadCalls)
  try {
    const { displayName } = await client.resolve(model)
    const calls = wanted.reduce((sum, one) => sum + one.calls, 0)
    say(`Bedrock tests (${options.suite}), against ${where}`)
    say(
      `At most ${calls} calls of ${displayName} from ${client.region}, each of at most ${mostTokens} tokens: ${await mostCost(client, model, calls)}.`,
    )
    say()
    const startedAt = new Date().toISOString()
    const results = []
    const here = { client, model, loadCalls, emulated: undefined, ...rest }
    for (const one of wanted) {
      const result = await resultOf(one, here)
      if (result.code === 'credentials_missing') return withoutCredentials()
      results.push(result)
      show(result)
    }
    const { emulated } = here
    const asked = emulated && !options.local ? 'a local Bedrock, by the endpoint that is set' : where
    return conclude({ suite: options.suite, startedAt, where: asked, emulated, model: displayName, results })
  } finally {
    await client.close()
    await close()
  }
}

function withoutCredentials() {
  process.stderr.write(
    'There are no AWS credentials, so nothing was tested. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or\n' +
      'AWS_BEARER_TOKEN_BEDROCK; or test against a local Bedrock: npm run test:bedrock -- --local\n',
  )
  return 3
}

function conclude(run) {
  const passed = run.results.every((one) => one.passed)
  const checklist = answered(run.results)
  say()
  say('Testing checklist')
  for (const { what, state } of checklist)
    say(`  [${state === 'yes' ? 'x' : ' '}] ${what}${state === 'yes' ? '' : `: ${state}`}`)
  if (run.suite === 'all' && checklist.at(-1).state === 'not tested') say('      (-- --load 50 makes 50 more calls)')
  const files = writeResults(options.results, { ...run, passed, checklist })
  say()
  if (run.emulated && !options.local) say('A local Bedrock answered, not AWS: the endpoint that is set is an emulator.')
  say(
    `${passed ? 'PASSED' : 'FAILED'}: ${run.results.filter((one) => one.passed).length} of ${run.results.length}. Results: ${files.map((file) => relative(process.cwd(), file)).join(', ')}`,
  )
  return passed ? 0 : 1
}

process.exitCode = await main()
