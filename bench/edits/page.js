// The scoreboard as Markdown.
const percent = (part, whole) => (whole === 0 ? '–' : ((100 * part) / whole).toFixed(1))

export function scoreboard({ table, repos, contestants, slowest }) {
  const lines = [`${repos.length} repositories: ${repos.join(', ')}.`, '']
  lines.push(`| damage | cases | ${contestants.join(' | ')} |`, `| --- | ---: |${' ---: |'.repeat(contestants.length)}`)
  const sums = new Map()
  for (const [name, row] of table) {
    const cells = contestants.map((who) => {
      const score = row.scores.get(who)
      const sum = sums.get(`${row.must === 'apply'} ${who}`) ?? { right: 0, wrong: 0, count: 0 }
      sum.right += score.right
      sum.wrong += score.wrong
      sum.count += row.count
      sums.set(`${row.must === 'apply'} ${who}`, sum)
      return `${percent(score.right, row.count)} / ${percent(score.wrong, row.count)}`
    })
    const wants = { apply: '', refuse: ' (must refuse)', same: ' (must not change)' }[row.must]
    lines.push(`| ${row.group === 'unseen' ? '* ' : ''}${name}${wants} | ${row.count} | ${cells.join(' | ')} |`)
  }
  for (const [applies, label] of [
    [true, 'all that can be right'],
    [false, 'all that must not be applied'],
  ]) {
    const totals = contestants.map((who) => sums.get(`${applies} ${who}`) ?? { right: 0, wrong: 0, count: 0 })
    const cells = totals.map(
      (sum) => `**${((100 * sum.right) / sum.count).toFixed(2)} / ${((100 * sum.wrong) / sum.count).toFixed(2)}**`,
    )
    lines.push(`| **${label}** | ${totals[0].count} | ${cells.join(' | ')} |`)
  }
  lines.push(
    '',
    `Each cell: right / wrong in percent; the rest was refused. Slowest edit of ours: ${slowest.toFixed(0)} ms.`,
  )
  return lines.join('\n')
}
