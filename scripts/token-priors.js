// What a feature of a text is likely to cost before anything is fitted: what the recorded texts hardly show, such as
// scripts other than Latin, stays near these.
const scripts = {
  latin: 1,
  greek: 1,
  cyrillic: 0.6,
  semitic: 1,
  southern: 1.3,
  'latin extended': 1.5,
  punctuation: 1.3,
  symbols: 2,
  boxes: 1.5,
  'more symbols': 2,
  han: 1.2,
  kana: 1,
  'more han': 1.2,
  other: 2,
  hangul: 1.4,
  surrogates: 1.5,
  private: 2,
  'wide forms': 1.2,
}

function ofWord(letters, rank, length) {
  if (rank === 'common') return 1 + (letters === 'lower' ? 0 : 0.05 * length)
  if (rank === 'known') return 1.2 + (letters === 'lower' ? 0 : 0.1 * length)
  return Math.max(1, length * (letters === 'upper' ? 0.5 : 0.33))
}

/** Tokens for one occurrence. */
export function priorOf(name) {
  const [group, label] = [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1)]
  switch (group) {
    case 'word': {
      const [letters, , rank, length] = label.split('.')
      return rank === undefined ? 0.35 : ofWord(letters, rank, Number(length))
    }
    case 'pair':
      return 0.02
    case 'number':
      return /^\d$/.test(label) ? 1 + 0.25 * (Number(label) - 1) : 0.4
    case 'mark':
      return label.length === 1 ? 0.9 : 0.3
    case 'next mark':
      return 0.6
    case 'indent':
      return label.startsWith('beyond') ? 0.3 : 0.8
    case 'tab':
      return label === 'first' ? 0.8 : 0.3
    case 'line':
      return label === 'end' ? 0.8 : 0.2
    case 'script':
      return scripts[label]
    default:
      return 0.3
  }
}
