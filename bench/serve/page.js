// The page docs/benchmarks-gateway.md.
import { show } from '../figures.js'
import { goalLines, median, requestsOf, streamsOf } from './goals.js'
import { load, tolerated } from './measure.js'

const titles = {
  outcrop: '`outcrop serve`, `/v1/messages`',
  'outcrop-native': '`outcrop serve`, `/model/{id}/invoke`',
  portkey: 'Portkey, `/v1/messages`',
  'pass-through': 'undici, which hands on what comes',
}

const mebi = (bytes) => (bytes / 2 ** 20).toFixed(0)
const percent = (part) => `${(part * 100).toFixed(0)} %`

function rows(results, cells) {
  return Object.entries(results)
    .filter(([, rounds]) => rounds.length > 0)
    .map(([name, rounds]) => `| ${[titles[name], ...cells((of) => median(rounds, of))].join(' | ')} |`)
}

function comparison({ results, facts }) {
  const peer = results.portkey?.length > 0 ? (of) => median(results.portkey, of) : () => NaN
  const times = (value, of) => (Number.isNaN(peer(of)) ? '–' : show(value / peer(of)))
  const requests = rows(results, (of) => [
    show(of(requestsOf)),
    times(of(requestsOf), requestsOf),
    show(of(({ requests }) => requests.perSecond)),
    percent(of(({ requests }) => requests.busy)),
    percent(of(({ requests }) => requests.kernel)),
    of(({ addedMs }) => addedMs).toFixed(2),
  ])
  const streams = rows(results, (of) => [
    show(of(streamsOf)),
    times(of(streamsOf), streamsOf),
    show(of(({ streams }) => streams.count)),
    percent(of(({ streams }) => streams.kept)),
    percent(of(({ streams }) => streams.busy)),
    percent(of(({ streams }) => streams.kernel)),
    mebi(of(({ streams }) => streams.rss)),
  ])
  return `## Requests

64 connections ask for an answer of 260 tokens. What is added is the median time of an answer, one at a time, above that of
the same answer straight from Bedrock.

| | a second of CPU | × Portkey | a second | of one core | in the kernel | added, ms |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${requests.join('\n')}

## Streams of 40 deltas a second

As many as keep the core about ${percent(load)} busy, so that all are compared under the same load; every delta comes alone.${loadsOf(results)}
\`kept\` is the share of the deltas that came in time.

| | streams a core | × Portkey | asked with | kept | of one core | in the kernel | MiB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${streams.join('\n')}

Medians of ${facts.rounds} rounds on ${facts.date}; Node ${facts.node}, ${facts.platform}, ${facts.cores} cores${facts.pinned ? '' : ', no process held on a core'}.
`
}

/** Says where that load was not reached: no page may claim what its table does not show. */
function loadsOf(results) {
  const isOff = (rounds) => Math.abs(median(rounds, ({ streams }) => streams.busy) - load) > tolerated
  const off = Object.entries(results).filter(([, rounds]) => rounds.length > 0 && isOff(rounds))
  if (off.length === 0) return ''
  const names = off.map(([name]) => titles[name]).join('; ')
  return `\nNot reached, because this machine had no more to give: ${names}.`
}

function soakSection({ streams, minutes, whole, lost, came, expected, deltasPerSecond, busy, samples, facts }) {
  const every = Math.max(1, Math.round(samples.length / 10))
  const lines = samples
    .filter((_, at) => at % every === every - 1)
    .map(({ atS, rss, deltas }) => `| ${atS} | ${mebi(rss)} | ${show(deltas)} |`)
  return `## ${show(streams)} streams at once for ${minutes} minutes

Each has ${expected} deltas, ${deltasPerSecond} a second, and is asked for anew when it has ended: ${show(whole)} came whole, ${lost} were lost,
${show(came)} deltas in all. The gateway used ${percent(busy)} of its core. ${facts.date}, Node ${facts.node}.

| seconds | resident, MiB | deltas so far |
| ---: | ---: | ---: |
${lines.join('\n')}
`
}

/** @param {{results?: object, soak?: object, facts?: object}} measured as far as taken */
export function servePage({ results, soak, facts }) {
  const goals = goalLines({ results, soak }).map(({ line }) => `- ${line}`)
  return `# Benchmarks of the gateway

Written by \`npm run bench:serve -- --write\`, the last part by \`npm run bench:serve -- --soak --write\`. Figures of another
machine differ, their ratios hardly do. The gateway under test has one core to itself. On another are Bedrock, played by
a process that says again what the local Bedrock has said once, and whoever asks.

\`outcrop serve\` has everything on: the key, the ledger on the disk, a budget, the access log, metrics, and a signature for
AWS with every request. Portkey (\`@portkey-ai/gateway\`) signs too; it calls Bedrock by Converse. undici's pass-through
neither signs nor looks at anything, so it is what Node itself costs.

What counts is the first column: what one core does in a second of its own time. A machine that is busy with other
things lowers what comes in a second of the clock, and less so this.

## Goals

${goals.join('\n')}

${results === undefined ? '' : comparison({ results, facts })}
${soak === undefined ? '' : soakSection(soak)}`.replace(/\n{3,}/g, '\n\n')
}
