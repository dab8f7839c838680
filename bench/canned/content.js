// What the canned server answers, and what every client must therefore have read. The same bytes in every run.

export const MODEL = 'us.anthropic.claude-sonnet-4-6'
export const DELTAS = 400

const WORDS =
  'the a value of list sorted when empty return number index middle function error input array left right'.split(' ')

/** Numbers below `limit` that are the same in every run. */
function* numbers(seed) {
  let state = seed
  for (;;) {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    yield (limit) => (state >> 8) % limit
  }
}

function makeDeltas(count) {
  const next = numbers(7)
  const below = () => next.next().value
  return Array.from({ length: count }, () => {
    const words = 1 + below()(3)
    return Array.from({ length: words }, () => ` ${WORDS[below()(WORDS.length)]}`).join('')
  })
}

const deltas = makeDeltas(DELTAS)

/** The text that the stream of the canned server spells out. */
export const STREAM_TEXT = deltas.join('')
/** The text of its unary answer: about 250 tokens. */
export const UNARY_TEXT = deltas.slice(0, 130).join('')

const usage = {
  input_tokens: 21,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
  output_tokens: 260,
}

const message = {
  model: 'claude-sonnet-4-6',
  id: 'msg_bdrk_01AbCdEfGhIjKlMnOpQrStUv',
  type: 'message',
  role: 'assistant',
}

/** Body of the unary answer, as InvokeModel gives it. */
export const unaryBody = JSON.stringify({
  ...message,
  content: [{ type: 'text', text: UNARY_TEXT }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage,
})

/** Anthropic's events of the streamed answer, as JSON texts. */
export const streamEvents = [
  {
    type: 'message_start',
    message: { ...message, content: [], stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  ...deltas.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: DELTAS },
  },
  {
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: 21,
      outputTokenCount: DELTAS,
      invocationLatency: 4210,
      firstByteLatency: 612,
    },
  },
].map((event) => JSON.stringify(event))

/** Lengths of the padding that Bedrock adds to each chunk: 2 to 61, evenly spread. */
export const paddingLengths = (() => {
  const next = numbers(11)
  return streamEvents.map(() => 2 + next.next().value(60))
})()
