import type { TextCitation } from '../anthropic/index.js'
import type { Citation, CitationLocation } from './content.js'
import {
  listAt,
  memberAt,
  numberAt,
  optionalStringAt,
  present,
  recordAt,
  refuseOthers,
  stringAt,
  unmappable,
  shown,
} from './unmappable.js'

/** Places in a document: Claude's type, the names of its bounds, and Converse's name for the same place. */
const places = [
  { type: 'char_location', start: 'start_char_index', end: 'end_char_index', member: 'documentChar' },
  { type: 'page_location', start: 'start_page_number', end: 'end_page_number', member: 'documentPage' },
  { type: 'content_block_location', start: 'start_block_index', end: 'end_block_index', member: 'documentChunk' },
] as const

export function citationToConverse(value: unknown, path: string): Citation {
  const citation = recordAt(value, path)
  const sourceContent = [{ text: stringAt(citation['cited_text'], `${path}.cited_text`) }]
  if (citation['type'] === 'search_result_location') {
    const read = [
      'type',
      'cited_text',
      'search_result_index',
      'source',
      'start_block_index',
      'end_block_index',
      'title',
    ]
    refuseOthers(citation, path, read)
    const title = optionalStringAt(citation['title'], `${path}.title`)
    const location: CitationLocation = {
      searchResultLocation: {
        end: numberAt(citation['end_block_index'], `${path}.end_block_index`),
        searchResultIndex: numberAt(citation['search_result_index'], `${path}.search_result_index`),
        start: numberAt(citation['start_block_index'], `${path}.start_block_index`),
      },
    }
    const source = stringAt(citation['source'], `${path}.source`)
    return { location, source, sourceContent, ...(title !== undefined && { title }) }
  }
  const place = places.find(({ type }) => type === citation['type'])
  // web_search_result_location: its encrypted_index has no place in Converse.
  if (place === undefined) throw unmappable(`${path}.type`, `Converse has no location for ${shown(citation['type'])}`)
  refuseOthers(citation, path, ['type', 'cited_text', 'document_index', 'document_title', place.start, place.end])
  const title = optionalStringAt(citation['document_title'], `${path}.document_title`)
  const bounds = {
    documentIndex: numberAt(citation['document_index'], `${path}.document_index`),
    end: numberAt(citation[place.end], `${path}.${place.end}`),
    start: numberAt(citation[place.start], `${path}.${place.start}`),
  }
  // The key is one of the three members of the union.
  const location = { [place.member]: bounds } as unknown as CitationLocation
  return { location, sourceContent, ...(title !== undefined && { title }) }
}

export function citationToAnthropic(value: unknown, path: string): TextCitation {
  const citation = recordAt(value, path)
  const texts = present(citation['sourceContent']) ? listAt(citation['sourceContent'], `${path}.sourceContent`) : []
  const citedText = texts.map((item, i) => textAt(item, `${path}.sourceContent.${i}`)).join('')
  const title = optionalStringAt(citation['title'], `${path}.title`) ?? null
  const [member, bounds] = memberAt(citation['location'], `${path}.location`)
  const at = `${path}.location.${member}`
  const location = recordAt(bounds, at)
  if (member === 'searchResultLocation') {
    refuseOthers(citation, path, ['location', 'source', 'sourceContent', 'title'])
    refuseOthers(location, at, ['searchResultIndex', 'start', 'end'])
    return {
      type: 'search_result_location',
      cited_text: citedText,
      search_result_index: numberAt(location['searchResultIndex'], `${at}.searchResultIndex`),
      source: stringAt(citation['source'], `${path}.source`),
      start_block_index: numberAt(location['start'], `${at}.start`),
      end_block_index: numberAt(location['end'], `${at}.end`),
      title,
    }
  }
  const place = places.find((candidate) => candidate.member === member)
  if (place === undefined) throw unmappable(at, 'Claude has no location for it')
  refuseOthers(citation, path, ['location', 'sourceContent', 'title'])
  refuseOthers(location, at, ['documentIndex', 'start', 'end'])
  return {
    type: place.type,
    cited_text: citedText,
    document_index: numberAt(location['documentIndex'], `${at}.documentIndex`),
    document_title: title,
    [place.start]: numberAt(location['start'], `${at}.start`),
    [place.end]: numberAt(location['end'], `${at}.end`),
    // The computed keys are those of the place's type.
  } as unknown as TextCitation
}

function textAt(value: unknown, path: string): string {
  const [kind, text] = memberAt(value, path)
  if (kind !== 'text') throw unmappable(`${path}.${kind}`, 'only text is cited')
  return stringAt(text, `${path}.text`)
}
