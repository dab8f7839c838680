import type { Measure, Tokenizer } from './types.js'
import { imageSize } from './image-size.js'
import { familyOf } from './measure-text.js'

/** Anthropic's published rule for images: pixels by this, after scaling down to the longest edge and the most tokens. */
const pixelsPerToken = 750

/** Scaling rounds to whole patches, so the published rule may be a little low. */
const imageMargin = 1.1

/** What an image costs; one whose size cannot be read may be of the largest. */
export function imageTokens(base64: string, tokenizer: Tokenizer): Measure {
  const { image: largest } = familyOf(tokenizer)
  const size = imageSize(base64)
  if (size === undefined) return { tokens: largest.tokens, upper: largest.tokens * imageMargin }
  const scale = Math.min(1, largest.edge / Math.max(size.width, size.height))
  const tokens = Math.min(largest.tokens, (size.width * scale * size.height * scale) / pixelsPerToken)
  return { tokens, upper: tokens * imageMargin + 4 }
}

/** Bytes of a page where the pages cannot be counted, which compressed PDFs do not allow. */
const usualPageBytes = 50_000
const leastPageBytes = 4000
/** Longer documents are refused. */
const mostPages = 600

/** What a PDF costs, by its pages where they can be counted and by its length where not. */
export function pdfTokens(base64: string, tokenizer: Tokenizer): Measure {
  const { page } = familyOf(tokenizer)
  const bytes = (base64.length / 4) * 3
  const counted = countPages(Buffer.from(base64, 'base64').toString('latin1'))
  const pages = Math.min(mostPages, counted ?? Math.ceil(bytes / usualPageBytes))
  const most = Math.min(mostPages, counted ?? Math.ceil(bytes / leastPageBytes))
  return { tokens: pages * page.usual, upper: most * page.most }
}

function countPages(pdf: string): number | undefined {
  const pages = pdf.match(/\/Type\s*\/Page(?![a-zA-Z])/g)?.length ?? 0
  return pages > 0 ? pages : undefined
}
