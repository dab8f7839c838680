// Compares what a run gave with what the manifest expects. Objects match by the members that are expected; lists have to
// be as long as expected. `{"$match": "…"}` is a regular expression, `{"$above": n}` and `{"$below": n}` are bounds.

/**
 * @returns {string[]} what differs, in words; empty where nothing does
 */
export function mismatches(actual, expected, path = 'it') {
  if (expected === null || typeof expected !== 'object') {
    return Object.is(actual, expected) ? [] : [`${path} is ${show(actual)}, not ${show(expected)}`]
  }
  if (typeof expected.$match === 'string') {
    return new RegExp(expected.$match, 's').test(String(actual))
      ? []
      : [`${path} is ${show(actual)}, not like ${expected.$match}`]
  }
  if (typeof expected.$above === 'number') {
    return actual > expected.$above ? [] : [`${path} is ${show(actual)}, not above ${expected.$above}`]
  }
  if (typeof expected.$below === 'number') {
    return actual < expected.$below ? [] : [`${path} is ${show(actual)}, not below ${expected.$below}`]
  }
  if (actual === null || typeof actual !== 'object') return [`${path} is ${show(actual)}, not ${show(expected)}`]
  const count = Array.isArray(expected) && actual.length !== expected.length
  return [
    ...(count ? [`${path} has ${actual.length} members, not ${expected.length}`] : []),
    ...Object.keys(expected).flatMap((name) => mismatches(actual[name], expected[name], `${path}.${name}`)),
  ]
}

function show(value) {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
