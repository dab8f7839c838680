/**
 * Where a passage of an answer was taken from, as Anthropic's Messages API writes it.
 * The same shapes come back in requests when an answer is put into the history.
 */
export type TextCitation =
  | CitationCharLocation
  | CitationPageLocation
  | CitationContentBlockLocation
  | CitationWebSearchResultLocation
  | CitationSearchResultLocation

interface DocumentCitation {
  cited_text: string
  /** 0-based, counted over all documents of the request. */
  document_index: number
  document_title: string | null
  /** Only in answers, and only for files of the Files API, which Bedrock does not have. */
  file_id?: string | null
}

/** Characters of a plain text document; the end is exclusive. */
export interface CitationCharLocation extends DocumentCitation {
  type: 'char_location'
  start_char_index: number
  end_char_index: number
}

/** Pages of a PDF, 1-based; the end is exclusive. */
export interface CitationPageLocation extends DocumentCitation {
  type: 'page_location'
  start_page_number: number
  end_page_number: number
}

/** Blocks of a document given as content blocks, 0-based; the end is exclusive. */
export interface CitationContentBlockLocation extends DocumentCitation {
  type: 'content_block_location'
  start_block_index: number
  end_block_index: number
}

/** A quotation from a page that Anthropic's web search found. */
export interface CitationWebSearchResultLocation {
  type: 'web_search_result_location'
  cited_text: string
  encrypted_index: string
  title: string | null
  url: string
}

/** A quotation from a search result that the caller gave. */
export interface CitationSearchResultLocation {
  type: 'search_result_location'
  cited_text: string
  search_result_index: number
  source: string
  start_block_index: number
  end_block_index: number
  title: string | null
}
