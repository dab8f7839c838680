import { readTokenEstimate } from '@outcrop/models'
import type { TokenEstimateData, TokenFamily } from '@outcrop/models'
import { featureNames, places, ranges } from './feature-layout.js'
import { featuresOf } from './text-features.js'
import type { Measure, Tokenizer } from './types.js'
import { Vocabulary } from './vocabulary.js'

/** The data as an estimate uses it. */
interface Estimator {
  readonly vocabulary: Vocabulary
  readonly family: TokenFamily
  /** Tokens by place of the feature. */
  readonly weights: Float64Array
}

let data: TokenEstimateData | undefined
let vocabulary: Vocabulary | undefined
const estimators = new Map<Tokenizer, Estimator>()

/** The fitted numbers, read when first asked for. */
export function familyOf(tokenizer: Tokenizer): TokenFamily {
  return estimatorOf(tokenizer).family
}

function estimatorOf(tokenizer: Tokenizer): Estimator {
  const known = estimators.get(tokenizer)
  if (known !== undefined) return known
  data ??= readTokenEstimate()
  vocabulary ??= new Vocabulary(data.words)
  const family = data.families[tokenizer]
  const weights = new Float64Array(featureNames.length)
  for (const [place, name] of featureNames.entries()) weights[place] = data.weights[name]?.[family.column] ?? 0
  const made = { vocabulary, family, weights }
  estimators.set(tokenizer, made)
  return made
}

const firstForeign = places.range
const lastForeign = places.range + ranges.length

/** What each character of a long run of letters and digits may cost besides what its looks say. */
const denseMargin = 0.35

/** The length in UTF-8: no tokenizer of bytes makes more tokens. */
function byteLength(text: string, foreignBytes: number, counts: Int32Array): number {
  let foreignUnits = 0
  for (let place = firstForeign; place < lastForeign; place++) foreignUnits += counts[place] as number
  return text.length - foreignUnits + foreignBytes
}

/**
 * What a text costs by itself, without what a message has besides it. Above ASCII the bound is the number of bytes,
 * which no tokenizer of bytes can pass, because there the estimate knows little.
 */
export function measureText(text: string, tokenizer: Tokenizer): Measure {
  const { vocabulary: words, family, weights } = estimatorOf(tokenizer)
  const { counts, foreignBytes, dense } = featuresOf(text, words)
  let plain = 0
  for (let place = 0; place < firstForeign; place++) plain += (weights[place] as number) * (counts[place] as number)
  let foreign = 0
  for (let place = firstForeign; place < lastForeign; place++) {
    foreign += (weights[place] as number) * (counts[place] as number)
  }
  const guess = plain * family.boundFactor + foreignBytes + dense * denseMargin
  const upper = Math.min(guess, byteLength(text, foreignBytes, counts))
  return { tokens: Math.min(plain + foreign, upper), upper }
}
