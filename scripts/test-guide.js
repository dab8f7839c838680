// Runs the code of the AWS Bedrock Coding Guide: every fenced block, taken out of the guide's own file by
// test/guide/manifest.json. Usage: npm run test:guide [-- part-of-an-id] [-- --if-present] [-- --hashes].
// GUIDE=path says where the guide is; default ../shared/guide/aws-bedrock-coding-guide.md beside the repository.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compareBlocks } from './guide/compare-blocks.js'
import { readBlocks } from './guide/read-blocks.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const given = process.argv.slice(2)
const only = given.find((argument) => !argument.startsWith('--')) ?? ''
const path = resolve(root, process.env.GUIDE ?? join('..', 'shared', 'guide', 'aws-bedrock-coding-guide.md'))

const say = (line) => process.stdout.write(`${line}\n`)
const complain = (line) => process.stderr.write(`${line}\n`)

/** Which commands of the running text stand in no block that is run. */
function commandsWithoutRun(commands, blocks) {
  const lines = new Set([...blocks.values()].flatMap(({ text }) => text.split('\n').map((line) => line.trim())))
  return commands.filter((command) => !lines.has(command))
}

/** @returns {Promise<{ runs: number, failed: number }>} */
async function runAll(entries, blocks) {
  if (entries.length === 0) return { runs: 0, failed: 0 }
  const { runBlock } = await import('./guide/run-block.js')
  let runs = 0
  let failed = 0
  for (const { id, runs: wanted } of entries) {
    for (const run of wanted) {
      runs += 1
      const wrong = await runBlock({ id, run, blocks, root }).catch((error) => [error.message])
      say(`${wrong.length === 0 ? 'ok     ' : 'FAILED '} ${id}: ${run.name}`)
      for (const what of wrong) complain(`          ${what}`)
      if (wrong.length > 0) failed += 1
    }
  }
  return { runs, failed }
}

const counted = (values) =>
  Object.entries(Object.groupBy ? Object.groupBy(values, (value) => value) : groups(values))
    .map(([value, same]) => `${same.length} ${value}`)
    .join(', ')

function groups(values) {
  const found = {}
  for (const value of values) (found[value] ??= []).push(value)
  return found
}

async function main() {
  if (!existsSync(path)) {
    complain(`The guide is not at ${path}: nothing was tested. Set GUIDE to the path of aws-bedrock-coding-guide.md.`)
    return given.includes('--if-present') ? 0 : 2
  }
  const { blocks, commands } = readBlocks(readFileSync(path, 'utf8'))
  if (given.includes('--hashes')) {
    for (const { place, ordinal, language, sha256 } of blocks) say(JSON.stringify({ place, ordinal, language, sha256 }))
    return 0
  }
  const { entries } = JSON.parse(readFileSync(join(root, 'test', 'guide', 'manifest.json'), 'utf8'))
  const { pairs, problems } = compareBlocks(blocks, entries)
  problems.push(...commandsWithoutRun(commands, pairs).map((command) => `not run: the command ${command}`))
  if (problems.length > 0) {
    complain(`The guide is not the one that test/guide/manifest.json was written for (${path}):`)
    for (const problem of problems) complain(`  ${problem}`)
    complain('Look at each, then bring the manifest and docs/guide.md up to date; --hashes prints what the guide has.')
  }
  const wanted = entries.filter(({ id }) => pairs.has(id) && id.includes(only))
  const { runs, failed } = await runAll(wanted, pairs)
  const skipped = wanted.filter((entry) => entry.runs.length === 0)
  say('')
  say(
    `${blocks.length} blocks in the guide (${counted(blocks.map(({ language }) => language || 'without a language'))}), ${pairs.size} accounted for, ${skipped.length} skipped`,
  )
  const kinds = wanted.flatMap((entry) => entry.runs.map(({ form }) => form))
  say(`${runs} runs (${counted(kinds)}): ${runs - failed} as expected, ${failed} not`)
  return problems.length > 0 || failed > 0 || runs === 0 ? 1 : 0
}

process.exitCode = await main()
