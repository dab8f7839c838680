// The results of a run as JSON and as a page, in test-results/.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @returns {string[]} the paths that were written */
export function writeResults(folder, run) {
  mkdirSync(folder, { recursive: true })
  const files = [
    [join(folder, `bedrock-${run.suite}.json`), `${JSON.stringify(run, undefined, 2)}\n`],
    [join(folder, `bedrock-${run.suite}.html`), page(run)],
  ]
  for (const [path, text] of files) writeFileSync(path, text)
  return files.map(([path]) => path)
}

const marks = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const safe = (value) => String(value).replace(/[&<>"]/g, (mark) => marks[mark])

/** A page that needs nothing but itself. */
function page({ suite, startedAt, where, model, passed, results, checklist }) {
  const rows = results.map(
    (one) =>
      `<tr class="${one.passed ? 'yes' : 'no'}"><td>${one.passed ? 'PASSED' : 'FAILED'}</td><td>${safe(one.name)}</td><td>${safe(one.found)}${one.remedy ? `<br>${safe(one.remedy)}` : ''}</td><td>${one.durationMs}</td></tr>`,
  )
  const items = checklist.map(({ what, state }) => `<tr><td>${safe(state)}</td><td>${safe(what)}</td></tr>`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bedrock tests: ${safe(suite)}, ${passed ? 'PASSED' : 'FAILED'}</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884 }
.no td:first-child { color: light-dark(#b00020, #ff8a80); font-weight: bold }
.yes td:first-child { color: light-dark(#1b5e20, #a5d6a7) }
</style>
<h1>Bedrock tests: ${passed ? 'PASSED' : 'FAILED'}</h1>
<p>${safe(suite)}, ${safe(startedAt)}, ${safe(where)}, ${safe(model)}</p>
<table><tr><th>result<th>test<th>found<th>ms</tr>
${rows.join('\n')}
</table>
<h2>Checklist</h2>
<table>
${items.join('\n')}
</table>
</html>
`
}
