// The page docs/benchmarks-emulator.md.

const whole = (value) => Math.round(value).toLocaleString('en-US')
const mebi = (bytes) => (bytes / 2 ** 20).toFixed(0)

const rows = [
  { name: 'unary-verify', title: 'InvokeModel, signatures verified', unit: 'answers', goal: 5_000 },
  { name: 'unary-asleep', title: 'the same, for a client that sleeps', unit: 'answers' },
  { name: 'unary-off', title: 'InvokeModel, `auth: "off"`', unit: 'answers', goal: 5_000 },
  { name: 'streams-verify', title: 'chunks of streams, signatures verified', unit: 'frames', goal: 200_000 },
  { name: 'streams-off', title: 'chunks of streams, `auth: "off"`', unit: 'frames', goal: 200_000 },
]

/** Of the samples of each measurement the one in the middle, by what counts. An even number has two: the slower one. */
export function middleOf(samples) {
  const middle = (name) => {
    const { unit } = rows.find((row) => row.name === name)
    const sorted = [...samples[name]].sort((a, b) => a.cpu[unit] - b.cpu[unit])
    const [slowest, fastest] = [sorted[0].cpu[unit], sorted.at(-1).cpu[unit]]
    return { ...sorted[(sorted.length - 1) >> 1], slowest, fastest }
  }
  return Object.fromEntries(Object.keys(samples).map((name) => [name, middle(name)]))
}

function rateRow({ name, title, unit, goal }, results) {
  const { cpu, wall, busy, kernel, slowest, fastest } = results[name]
  const verdict = goal === undefined ? '' : `${whole(goal)}: ${cpu[unit] >= goal ? 'met' : 'MISSED'}`
  return `| ${title} | ${whole(cpu[unit])} | ${whole(slowest)}–${whole(fastest)} | ${whole(wall[unit])} | ${(busy * 100).toFixed(0)} % | ${(kernel * 100).toFixed(0)} % | ${verdict} |`
}

function memorySection({ wanted, total, frames, steps }) {
  const lines = steps.map(({ step, rss, heapUsed }) => `| ${step} | ${mebi(rss)} | ${mebi(heapUsed)} |`)
  const short =
    total < wanted ? ` (${whole(wanted)} were wanted; the machine was too slow to begin the rest in time)` : ''
  return `## ${whole(total)} open streams${short}

Five tokens a second each; ${whole(frames)} chunks came while they stood open. After a collection of garbage:

| | resident, MiB | JavaScript heap, MiB |
| --- | ---: | ---: |
${lines.join('\n')}
`
}

/** @param {object} results by measurement, as far as taken */
export function emulatorPage(results, { node, platform, pinned, date }) {
  const taken = rows.filter(({ name }) => results[name])
  return `# Benchmarks of the local Bedrock

Written by \`npm run bench:emulator -- --write\` on ${date.toISOString().slice(0, 10)}; Node ${node.slice(1)}, ${platform}. The emulator is one process${pinned ? ', held on one core,' : ''} with
its journal on; 32 connections ask for short answers, 8 for streams of 4,000 words. Every request is signed and no two
in a row are the same.

The program that asks for short answers looks for them without pause. One that sleeps between them has to be woken by the
emulator's writes, which on a virtual machine takes a good part of the time; a row of its own shows it.

What counts is the first column: what one core does in a second of its own time. Each rate was taken three times, in
turn with the others; the row is that of the median, and the second column is the range. The third is what came in a
second of the clock, of which the emulator had the core for the share in the fourth: the program that asks runs on the
same machine. The fifth is how much of the CPU time went into system calls, which no work on the emulator would spare. A
machine that is busy with other things lowers all of them, the first too: caches and clock rate are shared.

| | a second of CPU | of three | a second | of one core | in the kernel | goal |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
${taken.map((row) => rateRow(row, results)).join('\n')}

${results.memory ? memorySection(results.memory) : ''}`
}
