// Writes docs/emulator.md and the published schema from the emulator's own description of its configuration. Run it after
// a build, when a member of the configuration has changed: node scripts/emulator-reference.js
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** @typedef {{[key: string]: any}} Schema */

/** The file that editors read. @param {Schema} schema */
export function schemaText(schema) {
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

/** The page. @param {Schema} schema */
export function emulatorReference(schema) {
  const { engine, faults, quotas, latency, promptCache, credentials, access, ...rest } = schema.properties
  return `${opening}
## Configuration

Made by \`node scripts/emulator-reference.js\` from the schema of the configuration, which is published as
[\`emulator-config.schema.json\`](../packages/emulator/emulator-config.schema.json). A file of it goes to
\`outcrop emulate --config FILE\` and \`outcrop exec --local --config FILE\`; the same members are options of
\`startEmulator\`. An editor that reads \`$schema\` completes and checks it.

\`\`\`json
{
  "$schema": "./node_modules/@outcrop/emulator/emulator-config.schema.json",
  "engine": { "kind": "scenario", "scenarios": [{ "match": { "prompt": "median" }, "reply": { "text": "Sort first." } }] },
  "latency": { "timeToFirstTokenMs": 300, "tokensPerSecond": 80 },
  "quotas": { "claude-sonnet-4-5": { "tokensPerMinute": 20000 } },
  "faults": [{ "kind": "cut", "atEvent": 4, "offset": 20, "match": { "operation": "ConverseStream", "nth": 2 } }]
}
\`\`\`

${membersTable({ engine, latency, quotas, promptCache, faults, credentials, access, ...rest })}

### \`engine\`: where answers come from

${engine.oneOf.map(engineSection).join('\n\n')}

#### A scenario

${membersTable(scenarioOf(engine).properties)}

What it may match; all that is given has to fit:

${membersTable(scenarioOf(engine).properties.match.properties)}

What it may answer; \`text\` or \`content\` has to be there:

${membersTable(scenarioOf(engine).properties.reply.properties)}

### \`latency\`

${membersTable(latency.properties)}

### \`quotas\`

${quotas.description} A member for each model:

${membersTable(quotas.additionalProperties.properties)}

### \`promptCache\`

${membersTable(promptCache.properties)}

### \`faults\`

${faults.description}

${table(['kind', 'needs', 'may have', 'a streamed answer', 'any other answer'], faults.items.oneOf.map(faultRow))}

${faultMembers(faults)}

### \`match\` of a fault

${faults.items.oneOf[0].properties.match.description}

${membersTable(faults.items.oneOf[0].properties.match.properties)}

### \`credentials\`

${membersTable(credentials.items.properties)}

### \`access\`

${membersTable(access.properties)}

A reset takes back what was filed or set meanwhile: the use case form and the data retention.
${closing}`
}

const opening = `# The local Bedrock

A Bedrock for tests, CI and newcomers: Claude's part of the real wire protocol on loopback. It checks signatures, knows
which model is offered where, refuses what each model refuses in Bedrock's words, keeps quotas and a prompt cache, and
breaks where it is told to. Any client of any language works against it by its endpoint.

\`\`\`console
$ outcrop emulate
Local Bedrock on http://127.0.0.1:4580 (emulated: no model answers, nothing is charged)
$ outcrop exec --local -- python app.py
\`\`\`

Nothing that it answers is Bedrock's: every answer carries \`x-outcrop-emulator: 1\`. Always known are AWS's documented
example pair \`AKIAIOSFODNN7EXAMPLE\` / \`wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\` and the API key
\`ABSKT3V0Y3JvcEVtdWxhdG9yRXhhbXBsZUtleQ==\`.

## What it answers

HTTP/1.1 and HTTP/2 without TLS (prior knowledge) on one port. The hosts of AWS share one origin; mantle stands under
\`/mantle\`.

| host | operations | signed for |
| --- | --- | --- |
| bedrock-runtime | InvokeModel, InvokeModelWithResponseStream, Converse, ConverseStream, CountTokens, Messages (\`POST /anthropic/v1/messages\`, at once or as SSE) | \`bedrock\`, or an API key |
| bedrock | ListFoundationModels, GetFoundationModel, GetFoundationModelAvailability, ListInferenceProfiles, GetInferenceProfile, CreateInferenceProfile, DeleteInferenceProfile, TagResource, UntagResource, ListTagsForResource, GetUseCaseForModelAccess, PutUseCaseForModelAccess, GetAccountDataRetention, PutAccountDataRetention | \`bedrock\`, or an API key |
| bedrock-mantle | Messages (\`POST /mantle/anthropic/v1/messages\`), MessagesCountTokens (\`…/count_tokens\`), ListModels and GetModel (\`GET /mantle/v1/models\`) | \`bedrock-mantle\`, or an API key |
| Service Quotas | ListServiceQuotas, GetServiceQuota, ListAWSDefaultServiceQuotas: AWS's defaults, and over them the \`quotas\` below | \`servicequotas\` |
| STS | GetCallerIdentity | \`sts\` |
| IAM | SimulatePrincipalPolicy, of the caller itself | \`iam\` |

API keys come as \`Authorization: Bearer\`, for Messages and mantle also as \`x-api-key\`. Where a client wants a base URL:
\`URL/anthropic\` for Anthropic's SDK on bedrock-runtime, \`URL/mantle/anthropic\` for mantle.

What is not known of Bedrock is decided here, and may be otherwise there: errors of Messages on bedrock-runtime come in
Anthropic's envelope but for those of its front end, mantle refuses a wrong signature with 401, and whether the caller
may is asked before the body is looked at.
`

const closing = `
## While it runs

| route | does |
| --- | --- |
| \`GET /_emulator/requests\` | the journal: what was asked, of which model, by whom, with what status, usage and charge |
| \`PUT /_emulator/config\` | sets the members above that are not settled at the start: \`engine\`, \`latency\`, \`quotas\`, \`timeScale\`, \`retryAfter\`, \`promptCache\`, \`faults\` |
| \`PUT /_emulator/quotas\`, \`PUT /_emulator/faults\` | the same for one of them |
| \`POST /_emulator/reset\` | forgets the journal, and goes back to the start |

A mistake is answered with 400 and its place, and changes nothing. Where the emulator listens on loopback only, these
routes answer only who names it by an address or as localhost, so that no web page can reach them by a name of its own.

## In a test suite

\`\`\`ts
import { manualClock, startEmulator, type Scenario } from '@outcrop/emulator'

const scenarios: Scenario[] = [
  { name: 'asks', match: { tool: 'get_weather' }, times: 1, reply: { content: [{ type: 'tool_use', name: 'get_weather', input: { city: 'Paris' } }] } },
  { name: 'answers', match: { toolResult: '' }, reply: { text: '21 degrees' } },
]
const clock = manualClock()
const emulator = await startEmulator({ engine: { kind: 'scenario', scenarios, strict: true }, clock })
// … run what is to be tested against emulator.url, or with emulator.env …
clock.advance(60_000) // a minute of quota, of the prompt cache, of a paced answer
emulator.requests() // what came
emulator.assertAllUsed() // throws with the names of scenarios that nobody asked for
await emulator.close() // or \`await using emulator = …\`, where the language has it
\`\`\`

\`reset()\` between tests forgets what came and begins the scenarios and quotas anew. \`now\` pins the calendar alone: which models have
ended, and how old signatures are. \`manualClock\` moves all of time by hand; a clock more than five minutes off the clients'
own needs \`auth: 'off'\` or \`clockSkewSeconds\`. Whole tests stand in
[examples/emulator](../examples/emulator): for vitest and for node:test.

## Recording Bedrock

\`\`\`console
$ echo '{"engine": {"kind": "record", "directory": "cassettes"}}' > record.json
$ outcrop exec --local --config record.json -- npm test    # with your AWS keys in the environment
$ echo '{"engine": {"kind": "replay", "directory": "cassettes"}}' > replay.json
$ outcrop exec --local --config replay.json -- npm test    # without
\`\`\`

A cassette holds the request's body and the answer, and none of the keys, tokens, signatures and account numbers (in ARNs
they become \`000000000000\`). The prompts and answers themselves are in it: look before you commit one. A request is found
again by its operation, model and body, whatever the order of members. An answer that broke off is not kept. A reset leaves
cassettes as they are; tests that are also run alone are best given a directory each, by \`PUT /_emulator/config\`.

## A local model

\`\`\`console
$ echo '{"engine": {"kind": "upstream", "url": "http://127.0.0.1:11434", "model": "qwen3-coder"}}' > local.json
$ outcrop emulate --config local.json
\`\`\`

Requests are judged as for the Claude that was called, then put into OpenAI's chat completions: system prompt, text,
images as data URLs, tools, calls and results, stop sequences, structured output, effort. Streams are passed on as they
come. Thinking of earlier turns stays behind. Failures of the server are told as Bedrock tells those of a model: 424, or
408, 429 and 503 where it says so, and in the midst of a stream as an exception.

## How much it bears

What one core of it does in a second, and what 2,000 open streams take: [benchmarks-emulator.md](benchmarks-emulator.md).
Who was seen to work with it: [compatibility.md](compatibility.md); what breaks whom:
[faults-by-client.md](faults-by-client.md).
`

/** @param {Schema} engine @returns {Schema} */
const scenarioOf = (engine) => engine.oneOf.find(({ title }) => title === 'scenario').properties.scenarios.items

/** @param {Schema} kind */
function engineSection({ title, description, required, properties }) {
  const members = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== 'kind'))
  const head = `#### \`${title}\`\n\n${description}`
  return Object.keys(members).length === 0 ? head : `${head}\n\n${membersTable(members, required)}`
}

/** @param {Schema} kind */
function faultRow({ title, description, required, properties }) {
  const [, streamed, other] = /^Streamed answers: (.*) Other answers: (.*)$/s.exec(description) ?? []
  const names = Object.keys(properties).filter((name) => name !== 'kind' && name !== 'match')
  const code = (/** @type {string[]} */ list) => list.map((name) => `\`${name}\``).join(', ')
  return [
    `\`${title}\``,
    code(names.filter((name) => required.includes(name))),
    code(names.filter((name) => !required.includes(name))),
    streamed ?? '',
    other ?? '',
  ]
}

/** Members with the same meaning in several kinds stand once. @param {Schema} faults */
function faultMembers(faults) {
  const rows = new Map()
  for (const { title, properties } of faults.items.oneOf)
    for (const [name, member] of Object.entries(properties)) {
      if (name === 'kind' || name === 'match') continue
      const key = `${name} ${JSON.stringify(member)}`
      const row = rows.get(key) ?? { name, member, kinds: [] }
      row.kinds.push(`\`${title}\``)
      rows.set(key, row)
    }
  const sorted = [...rows.values()].sort((left, right) => left.name.localeCompare(right.name))
  return table(
    ['member', 'of', 'type', 'meaning'],
    sorted.map(({ name, member, kinds }) => [`\`${name}\``, kinds.join(', '), typeOf(member), meaningOf(member)]),
  )
}

/** @param {Schema} members @param {readonly string[]} required */
function membersTable(members, required = []) {
  const rows = Object.entries(members).map(([name, member]) => [
    `\`${name}\`${required.includes(name) ? ' (required)' : ''}`,
    typeOf(member),
    meaningOf(member),
  ])
  return table(['member', 'type', 'meaning'], rows)
}

/** @param {Schema} member @returns {string} */
function typeOf(member) {
  if (member.anyOf && !member.type) return member.anyOf.map(typeOf).join(' or ')
  if (member.enum)
    return member.enum.length > 8 ? 'a name' : member.enum.map((/** @type {string} */ one) => `\`${one}\``).join(', ')
  if (member.type === 'array') return member.items ? `list of ${typeOf(member.items)}` : 'list'
  if (member.type === 'integer') return 'whole number'
  if (member.type === 'boolean') return 'true or false'
  return member.type === 'string' ? 'text' : member.type
}

/** @param {Schema} member */
function meaningOf({ anyOf, description = anyOf?.[0].description ?? '', default: usual }) {
  return usual === undefined ? description : `${description} Default \`${JSON.stringify(usual)}\`.`
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { configSchema } = await import('../packages/emulator/dist/index.js')
  writeFileSync(new URL('../docs/emulator.md', import.meta.url), emulatorReference(configSchema))
  writeFileSync(new URL('../packages/emulator/emulator-config.schema.json', import.meta.url), schemaText(configSchema))
}
