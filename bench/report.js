// What is measured, what is wanted, and the page that tells both.
import { show, summarise, table } from './figures.js'

export const titles = {
  outcrop: '@outcrop/client',
  'aws-sdk': '@aws-sdk/client-bedrock-runtime (HTTP/2, its default)',
  'aws-sdk-http1': '@aws-sdk/client-bedrock-runtime (HTTP/1.1)',
  anthropic: '@anthropic-ai/bedrock-sdk',
  bare: 'bare minimum (node:http, one signature, no checks)',
  node: 'Node alone (node:http, the answer is dropped)',
  '@outcrop/client': '@outcrop/client',
  '@aws-sdk/client-bedrock-runtime': '@aws-sdk/client-bedrock-runtime',
  '@anthropic-ai/bedrock-sdk': '@anthropic-ai/bedrock-sdk',
  '@ai-sdk/amazon-bedrock': '@ai-sdk/amazon-bedrock, without `ai`',
  ai: 'ai, without a provider',
  '@langchain/aws': '@langchain/aws',
}

const callers = ['outcrop', 'aws-sdk', 'aws-sdk-http1', 'anthropic', 'bare', 'node']
const packages = [
  '@outcrop/client',
  '@aws-sdk/client-bedrock-runtime',
  '@anthropic-ai/bedrock-sdk',
  '@ai-sdk/amazon-bedrock',
  'ai',
  '@langchain/aws',
]

const calls = (kind, server) => ({
  clients: callers,
  script: 'measure-calls.js',
  args: (client, urls) => [client, kind, urls[server]],
  ours: 'outcrop',
})

/** Each measurement: who takes part, how one is taken, and how it is shown. */
export const measurements = {
  unary: { ...calls('unary', 'paced'), title: 'CPU of a unary call', unit: 'µs', scale: 1 },
  bursts: { ...calls('stream', 'bursts'), title: 'CPU of a streamed chunk, sixteen to a write', unit: 'µs', scale: 1 },
  paced: {
    ...calls('stream', 'paced'),
    title: 'CPU of a streamed chunk, each in a write of its own',
    unit: 'µs',
    scale: 1,
  },
  large: { ...calls('large', 'paced'), title: 'CPU of a unary call with a prompt of 400 KB', unit: 'µs', scale: 1 },
  import: {
    clients: ['bare', ...packages],
    script: 'measure-import.js',
    args: (client) => [client],
    ours: '@outcrop/client',
    title: 'CPU of the import in a fresh process, above that of an empty module',
    unit: 'ms',
    scale: 1000,
  },
}

const handlers = [
  { client: 'aws-sdk', name: 'the AWS SDK’s as it comes' },
  { client: 'aws-sdk-http1', name: 'the AWS SDK’s over HTTP/1.1' },
]

/** What must hold: our median times `factor` is at most that of the cheapest of `than`. */
export const goals = [
  ...handlers.map(({ client, name }) => ({
    measurement: 'unary',
    than: [client],
    factor: 4,
    text: `a unary call costs at most 1/4 of ${name}`,
  })),
  ...handlers.map(({ client, name }) => ({
    measurement: 'bursts',
    than: [client],
    factor: 4,
    text: `a streamed chunk costs at most 1/4 of ${name}`,
  })),
  { measurement: 'import', than: packages.slice(1), factor: 1, text: 'the import is cheaper than any peer’s' },
]

/** Each goal that was measured, with its verdict. */
export function goalLines(results) {
  return goals
    .filter(({ measurement }) => results[measurement] !== undefined)
    .map(({ measurement, than, factor, text }) => {
      const median = (name) => summarise(results[measurement][name]).median
      const cheapest = Math.min(...than.map(median))
      const times = cheapest / median(measurements[measurement].ours)
      return {
        met: times >= factor,
        line: `${text}: ${times >= factor ? 'met' : 'MISSED'} (${show(times)} times ours${than.length > 1 ? ', the cheapest of them' : ''})`,
      }
    })
}

/** The page docs/benchmarks.md. */
export function benchmarksPage(results, { node, platform, cores, rounds }) {
  const sections = Object.entries(results).map(([name, figures]) => {
    const measurement = measurements[name]
    return `## ${measurement.title}\n\n${table(figures, { ...measurement, titles })}\n`
  })
  return `# Benchmarks

Written by \`npm run bench:client -- --write\`; figures of another machine differ, their ratios hardly do. Measured on
Node ${node.slice(1)}, ${platform}, ${cores} cores, medians of ${rounds} rounds.

Every figure is the CPU time (user and system) of a process of its own, so time spent waiting counts for nothing. All
clients sign with SigV4, read the same answers from the same server over loopback, and must come to the same text. The
AWS SDK is measured as it comes (HTTP/2) and over HTTP/1.1, which costs it less. Chunks come in
bursts, as they do to a process that serves many streams; where each comes alone, waking up for it is most of what it
costs, whoever reads it: the last row of each table says what Node takes for itself.

## Goals

${goalLines(results)
  .map(({ line }) => `- ${line}`)
  .join('\n')}

${sections.join('\n')}`
}
