const assertion =
  /\b(?:[aA]ssert\w*|refute\w*|expect\w*|should\w*|must\w*|\w*[eE]quals?\w*|ok|same|match\w*|verify\w*|check\w*|throws?|rejects|raises|fail|pytest\.approx|t\.(?:is|not|true|false|Error|Errorf|Fatal|Fatalf|Fail))\b\s*[.(!\s]/

/** What tells of a test without stating anything: its title, a comment. */
const told: readonly RegExp[] = [
  /\b(?:it|test|describe|context|specify)(?:\.\w+)*\(\s*(['"`])(?:\\.|(?!\1)[^\\])*\1/g,
  /(?:\/\/|#)\s[^\n]*/g,
]

/** An assertion whose arguments are the same text on both sides, or literals alone: it holds whatever the code does. */
const literal = String.raw`(?:true|false|True|False|null|None|undefined|-?\d[\d_.]*|"[^"\n]*"|'[^'\n]*')`
const empty: readonly RegExp[] = [
  new RegExp(String.raw`expect\(\s*${literal}\s*\)(?:\.\w+)*\(\s*${literal}?\s*\)`, 'g'),
  /expect\(\s*(\S[^\n]*)\s*\)(?:\.\w+)+\(\s*\1\s*\)/g,
  /(?:assert\w*\.)?\w+\(\s*(\S[^\n]*?)\s*,\s*\1\s*\)/g,
  new RegExp(
    String.raw`(?:assert\w*\.)?(?:assert\w*!?|ok|\w*[eE]qual\w*)\(\s*${literal}\s*(?:,\s*${literal}\s*)?\)`,
    'g',
  ),
  new RegExp(String.raw`\bassert\s+${literal}(?:\s*==\s*${literal})?\s*$`, 'gm'),
]

/** Whether a test states anything about what code does: has an assertion that is not true by itself. By its text alone. */
export function assertsSomething(test: string): boolean {
  return assertion.test([...told, ...empty].reduce((text, pattern) => text.replace(pattern, ''), test))
}
