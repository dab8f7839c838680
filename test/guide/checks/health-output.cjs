// What an output of the health check says: its numbered steps, and the facts in them.
module.exports = (output) => ({
  steps: [...output.matchAll(/^(\d)\D/gm)].map(([, number]) => Number(number)),
  region: /Region: (\S+)/.exec(output)?.[1],
  models: Number(/\((\d+) models\)/.exec(output)?.[1]),
  model: /(?:Testing: |PASSED {2})(Claude [^\n]*?)(?: answered|\n)/.exec(output)?.[1],
  latency: /(?:Latency: |answered in )\d+ ?ms/.test(output),
  passed: /Health check PASSED/i.test(output),
})
