import type { ContentBlockParam, ToolResultContentParam } from '@outcrop/wire/anthropic'
import { imageTokens, pdfTokens } from './media-tokens.js'
import { measureText } from './measure-text.js'
import type { Measure, Tokenizer } from './types.js'

const nothing: Measure = { tokens: 0, upper: 0 }

/** What the model is told besides the text of a tool's call or its result: tags and names. */
const toolFrame: Measure = { tokens: 12, upper: 40 }

export function sum(...parts: readonly Measure[]): Measure {
  let tokens = 0
  let upper = 0
  for (const part of parts) {
    tokens += part.tokens
    upper += part.upper
  }
  return { tokens, upper }
}

type Block = ContentBlockParam | ToolResultContentParam

/** What a text or a list of blocks costs. */
export function contentTokens(content: string | readonly Block[] | undefined, tokenizer: Tokenizer): Measure {
  if (content === undefined) return nothing
  if (typeof content === 'string') return measureText(content, tokenizer)
  return sum(...content.map((block) => blockTokens(block, tokenizer)))
}

/** What anything costs that the model reads as JSON. What it says about caching, the model does not see. */
export function jsonTokens(value: object, tokenizer: Tokenizer): Measure {
  const { cache_control: _, ...read } = value as { cache_control?: unknown }
  return measureText(JSON.stringify(read), tokenizer)
}

/** What one block costs. Blocks that are newer than this code count as their JSON. */
function blockTokens(block: Block, tokenizer: Tokenizer): Measure {
  switch (block.type) {
    case 'text':
      return measureText(block.text, tokenizer)
    case 'image':
      return imageTokens('data' in block.source ? block.source.data : '', tokenizer)
    case 'document':
      return documentTokens(block, tokenizer)
    case 'tool_use':
      return sum(
        toolFrame,
        measureText(block.name, tokenizer),
        measureText(JSON.stringify(block.input) ?? '', tokenizer),
      )
    case 'tool_result':
      return sum(toolFrame, contentTokens(block.content, tokenizer))
    case 'thinking': {
      // Thoughts of earlier turns are mostly taken out before the model reads them; those of this turn are not.
      return { tokens: 0, upper: measureText(block.thinking, tokenizer).upper + block.signature.length / 2 }
    }
    case 'redacted_thinking':
      return { tokens: 0, upper: block.data.length / 2 }
    case 'search_result':
    case 'tool_reference':
    case 'browser_state':
    case 'server_tool_use':
    case 'mcp_tool_use':
    case 'container_upload':
    case 'compaction':
    case 'fallback':
    default:
      return jsonTokens(block, tokenizer)
  }
}

function documentTokens(block: Extract<Block, { type: 'document' }>, tokenizer: Tokenizer): Measure {
  const { source, title, context } = block
  const named = sum(toolFrame, measureText(title ?? '', tokenizer), measureText(context ?? '', tokenizer))
  switch (source.type) {
    case 'base64':
      return sum(named, pdfTokens(source.data, tokenizer))
    case 'text':
      return sum(named, measureText(source.data, tokenizer))
    case 'content':
      return sum(named, contentTokens(source.content, tokenizer))
    case 'url':
    case 'file':
    default:
      return named
  }
}
