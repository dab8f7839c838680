// Runs the programs of test/exec-programs with every fault, and writes what each client made of it on
// docs/faults-by-client.md. It takes some minutes: whoever hangs is waited for. Run it after a build.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Longer than any of these clients waits by itself, as far as they wait at all. */
const limitSeconds = 20

const programs = [
  { name: 'aws-sdk', client: 'AWS SDK', package: '@aws-sdk/client-bedrock-runtime' },
  { name: 'bedrock-sdk', client: 'Anthropic’s Bedrock SDK', package: '@anthropic-ai/bedrock-sdk' },
  { name: 'ai-sdk', client: 'AI SDK', package: '@ai-sdk/amazon-bedrock' },
  { name: 'langchain', client: 'LangChain', package: '@langchain/aws' },
]

/** One line for each fault: what it does, and the verdict on each program. */
function rowsOf(way) {
  const rows = new Map()
  for (const { name } of programs) {
    const args = ['exec', '--local', '--faults', 'all', '--timeout', String(limitSeconds), '--json', '--quiet']
    const program = [process.execPath, `test/exec-programs/${name}.mjs`, way]
    const { stdout, stderr } = spawnSync(process.execPath, ['packages/cli/bin/outcrop.js', ...args, '--', ...program], {
      cwd: root,
      encoding: 'utf8',
    })
    const { faults } = JSON.parse(stdout || '{}')
    if (faults === undefined) throw new Error(`${name} ${way}: ${stderr}`)
    for (const { fault, does, verdict, modelCalls } of faults) {
      const row = rows.get(fault) ?? { fault, does, cells: [] }
      row.cells.push(verdict === undefined ? '–' : cell(verdict, modelCalls))
      rows.set(fault, row)
    }
    process.stdout.write(`${name} ${way}: done\n`)
  }
  return [...rows.values()]
}

/** Who swallows or hangs is in bold: that is what a program has to be written for. */
function cell(verdict, calls) {
  const word = verdict === 'swallowed' || verdict === 'hung' ? `**${verdict}**` : verdict
  return calls > 1 ? `${word} (${calls} calls)` : word
}

function table(way) {
  return [
    `| fault | what happens to the call | ${programs.map(({ client }) => client).join(' | ')} |`,
    `| --- | --- | ${programs.map(() => '---').join(' | ')} |`,
    ...rowsOf(way).map(({ fault, does, cells }) => `| \`${fault}\` | ${does} | ${cells.join(' | ')} |`),
  ]
}

const versionOf = (name) => JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8')).version

writeFileSync(
  `${root}docs/faults-by-client.md`,
  [
    '# What each client does with each fault',
    '',
    '<!-- Written by `node scripts/faults-by-client.js`, which runs `outcrop exec --faults all`. -->',
    '',
    'Four small programs, each written as the page of its client shows it: no `try`, no timeout, no retry of its own. Each',
    'was run by `outcrop exec --local --faults all`; the fault befell its first call. The verdicts are of the program, by',
    'its exit code, its output and its calls:',
    '',
    '- *reported*: it failed, by its exit code;',
    '- *recovered*: it ended as it does without the fault;',
    '- **swallowed**: it ended well, and its output is not what it should be;',
    `- **hung**: it had not ended after ${limitSeconds} seconds;`,
    '- –: the fault cannot befall such an answer.',
    '',
    `Versions, on ${new Date().toISOString().slice(0, 10)}, with Node ${process.versions.node}: ` +
      `${programs.map((one) => `\`${one.package}\` ${versionOf(one.package)}`).join(', ')}, \`ai\` ${versionOf('ai')}.`,
    '',
    '## Streamed answers',
    '',
    ...table('stream'),
    '',
    '## Whole answers',
    '',
    'An answer that is not streamed is one event, number 0: an exception or an error frame in place of it is a status.',
    '',
    ...table('whole'),
    '',
    'What a program can do about the bold ones: give each call a deadline, take a stream for whole only when its last event',
    'has come, and read errors from the place where the client puts them (`fullStream` or `onError` of the AI SDK).',
    '',
  ].join('\n'),
)
process.stdout.write('wrote docs/faults-by-client.md\n')
