const assertion =
  /\b(?:assert\w*|expect\w*|should\w*|\w*[eE]quals?\w*|throws|rejects|raises|pytest\.approx|t\.(?:is|not|Error|Errorf|Fatal|Fatalf|Fail))\b\s*[.(!\s]/

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
  return assertion.test(empty.reduce((text, pattern) => text.replace(pattern, ''), test))
}
