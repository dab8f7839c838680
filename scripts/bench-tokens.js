// How good the offline estimate of tokens is, on recorded counts that it was not fitted on, and how fast. Usage:
//   npm run bench:tokens [-- FOLDER]
// FOLDER holds the recorded data; default: TOKEN_COUNTS, else ../shared/data/token-counts beside the project.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createClient } from '@outcrop/client'
import { errorsOf, readTokenCounts } from './token-counts.js'

const usual = fileURLToPath(new URL('../../shared/data/token-counts', import.meta.url))
const folder = process.argv[2] ?? process.env.TOKEN_COUNTS ?? usual
if (!existsSync(folder)) {
  console.error(`There is no ${folder}: name the folder with the recorded counts, or set TOKEN_COUNTS.`)
  process.exit(2)
}

const models = { 'claude-3': 'claude-sonnet-4-5', 'claude-4.7': 'claude-opus-4-7', 'claude-5': 'claude-sonnet-5' }
const client = createClient({ region: 'us-east-1', environment: {} })
const all = readTokenCounts(folder)
const heldOut = all.filter((text) => text.heldOut)
const percent = (value) => `${(100 * value).toFixed(1)} %`
const sorted = (values) => values.toSorted((a, b) => a - b)
const quantile = (values, share) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))]

function row(texts, family, estimate) {
  const { mean, p95, low } = errorsOf(
    texts.map(({ text, counts }) => ({ estimate: estimate(text), truth: counts[family] })),
  )
  return [percent(mean), percent(p95), percent(low)]
}

console.log(`${heldOut.length} texts held out of ${all.length}`)
console.log('| tokenizer | estimate | mean error | p95 | too low |\n| --- | --- | --- | --- | --- |')
for (const [family, model] of Object.entries(models)) {
  const estimators = {
    Outcrop: (text) => client.estimateTokens({ model, text }).tokens,
    'characters / 4': (text) => text.length / 4,
    'characters / 3.5': (text) => text.length / 3.5,
  }
  for (const [name, estimate] of Object.entries(estimators)) {
    console.log(`| ${family} | ${name} | ${row(heldOut, family, estimate).join(' | ')} |`)
  }
}
console.log(
  '\n| tokenizer | texts of 50 tokens or more | bound holds | median bound / truth |\n| --- | --- | --- | --- |',
)
for (const [family, model] of Object.entries(models)) {
  for (const [name, texts] of Object.entries({ 'held out': heldOut, all })) {
    const long = texts.filter(({ counts }) => counts[family] >= 50)
    const ratios = long.map(({ text, counts }) => client.estimateTokens({ model, text }).upperBound / counts[family])
    const holds = ratios.filter((ratio) => ratio >= 1).length / ratios.length
    console.log(`| ${family} | ${long.length}, ${name} | ${percent(holds)} | ${quantile(ratios, 0.5).toFixed(3)} |`)
  }
}

const bytes = all.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
const times = Array.from({ length: 7 }, () => {
  // Time of the processor, so that what else runs on the machine does not count.
  const from = process.cpuUsage()
  for (const { text } of all) client.estimateTokens({ model: models['claude-5'], text })
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
})
console.log(`\n${(bytes / 1e6 / (quantile(times, 0.5) / 1000)).toFixed(0)} MB/s on one core`)
await client.close()
