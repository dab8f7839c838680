/** One language in which the synthetic engine writes, and how a prompt asks for it. */
export interface CodeLanguage {
  readonly asked: RegExp
  readonly fence: string
  /** A small program about one subject; `name` is in camelCase, and each language spells it its way. */
  write(name: string): string
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

const typescript: CodeLanguage = {
  asked: /typescript|\bts\b|\.tsx?\b/i,
  fence: 'ts',
  write: (name) => `export function ${name}(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('${name}: no values')
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}`,
}

/** The first whose name stands in the prompt is taken; TypeScript where none does. */
const languages: readonly CodeLanguage[] = [
  {
    asked: /python|\.py\b/i,
    fence: 'python',
    write: (name) => `def ${snake(name)}(values: list[float]) -> float:
    if not values:
        raise ValueError("${snake(name)}: no values")
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2`,
  },
  {
    asked: /\bgo(lang)?\b|\.go\b/i,
    fence: 'go',
    write: (name) => `func ${pascal(name)}(values []float64) (float64, error) {
	if len(values) == 0 {
		return 0, errors.New("${name}: no values")
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2], nil
}`,
  },
  {
    asked: /\brust\b|\.rs\b/i,
    fence: 'rust',
    write: (name) => `pub fn ${snake(name)}(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}`,
  },
  {
    asked: /\bjava\b|\.java\b/i,
    fence: 'java',
    write: (name) => `static double ${name}(double[] values) {
    if (values.length == 0) throw new IllegalArgumentException("${name}: no values");
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
}`,
  },
  {
    asked: /\bsql\b/i,
    fence: 'sql',
    write: (name) => `SELECT id, percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS ${snake(name)}
FROM measurements
GROUP BY id;`,
  },
  {
    asked: /\b(bash|shell|sh)\b/i,
    fence: 'bash',
    write: (name) => `${snake(name)}() {
  sort -n "$1" | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'
}`,
  },
  {
    asked: /javascript|\bjs\b|\.[cm]?js\b/i,
    fence: 'js',
    write: (name) => `export function ${name}(values) {
  if (values.length === 0) throw new RangeError('${name}: no values')
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)]
}`,
  },
]

export function languageFor(prompt: string): CodeLanguage {
  return languages.find(({ asked }) => asked.test(prompt)) ?? typescript
}
