const opening = String.raw`(?:\/\/+|#+|--+|\/\*+|<!--|;+|%+|\*|"""|\{\s*\/\*)?`
const closing = String.raw`(?:\*\/\s*\}?|-->|""")?`
const left = String.raw`(?:rest|remain(?:s|der|ing)?|existing|previous|other|same|unchanged|omitted|unmodified|original|as before|code|methods?|functions?|imports?|lines)`

const dots = new RegExp(String.raw`^\s*${opening}\s*[[(<]?\s*(?:\.{3,}|…)\s*[\])>]?\s*${closing}\s*$`, 'i')
const dotted = new RegExp(
  String.raw`^\s*${opening}\s*[[(<]?\s*(?:(?:\.{3,}|…).*\b${left}\b.*|.*\b${left}\b.*(?:\.{3,}|…))\s*[\])>]?\s*${closing}\s*$`,
  'i',
)
const said = new RegExp(
  String.raw`^\s*(?:\/\/+|#+|--+|\/\*+|<!--|;+|%+|\{\s*\/\*)\s*\(?(?:the\s+)?(?:rest|remainder|remaining|other|existing|previous)\b.{0,60}\b(?:unchanged|same|here|omitted|as before|as is|continues?|stays?|remains?|(?:existing )?code|methods?|functions?|implementation)\b.{0,20}${closing}\s*$`,
  'i',
)

/** Whether a line stands for lines that were left out: `...`, `// ... existing code ...`, `# rest unchanged`. */
export function isElision(line: string): boolean {
  if (line.length > 200) return false
  return dots.test(line) || (/^\s*\W/.test(line) && dotted.test(line)) || said.test(line)
}
