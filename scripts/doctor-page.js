// Writes the accuracy table of docs/doctor.md from test/doctor/set-ups.json, which test/doctor stages one by one and holds
// the doctor to. Usage: node scripts/doctor-page.js
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withPart } from './marked-part.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/** @typedef {{broken: {name: string, step: string, exit: number, fix: string}[], healthy: string[]}} SetUps */

/** The table, and a line that counts. @param {SetUps} setUps */
export function accuracyOf({ broken, healthy }) {
  const rows = broken.map(
    ({ name, step, exit, fix }) => `| ${name} | \`${step}\` | ${exit} | ${fix.replaceAll('|', '\\|')} |`,
  )
  return [
    `${broken.length} broken set-ups, each told by the step and the fix below; ${healthy.length} sound ones, in which nothing is found:`,
    `${healthy.join('; ')}.`,
    '',
    '| set-up | first step that fails | exit | the fix says |',
    '| --- | --- | ---: | --- |',
    ...rows,
  ].join('\n')
}

/** The page with that table in its place. @param {string} page @param {SetUps} setUps */
export function pageWith(page, setUps) {
  return withPart(page, { name: 'accuracy', script: 'doctor-page.js', text: accuracyOf(setUps) })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = `${root}docs/doctor.md`
  const setUps = JSON.parse(readFileSync(`${root}test/doctor/set-ups.json`, 'utf8'))
  writeFileSync(path, pageWith(readFileSync(path, 'utf8'), setUps))
}
