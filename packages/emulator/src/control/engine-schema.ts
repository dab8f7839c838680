import { scenarioMatchMembers, scenarioReplyMembers } from './parse-scenarios.js'

const text = (description: string) => ({ type: 'string', minLength: 1, description }) as const

/** Members of an object that all hold texts. */
function texts(members: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(members).map(([name, description]) => [name, { type: 'string', description }]),
  )
}

const contentBlock = {
  type: 'object',
  required: ['type'],
  properties: { type: { type: 'string' } },
} as const

const reply = {
  type: 'object',
  description: 'The answer, word for word: neither max_tokens nor stop sequences cut it.',
  additionalProperties: false,
  anyOf: [{ required: ['text'] }, { required: ['content'] }],
  properties: {
    text: { type: 'string', description: scenarioReplyMembers.text },
    content: { type: 'array', items: contentBlock, description: scenarioReplyMembers.content },
    thinking: { type: 'string', description: scenarioReplyMembers.thinking },
    stopReason: { type: 'string', description: scenarioReplyMembers.stopReason },
    usage: { type: 'object', description: scenarioReplyMembers.usage },
  },
} as const

const scenario = {
  type: 'object',
  required: ['reply'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', description: 'Shown in the journal. Default: its number, from 0.' },
    match: {
      type: 'object',
      description: 'Which requests it answers: all that is given has to fit. Absent or empty: every request.',
      additionalProperties: false,
      properties: {
        ...texts(scenarioMatchMembers),
        promptMatches: {
          type: 'string',
          format: 'regex',
          description: 'A regular expression for what the user says.',
        },
      },
    },
    times: {
      type: 'integer',
      minimum: 1,
      description: 'How many requests it answers; then the next that matches does. Default: any number.',
    },
    reply,
  },
} as const

const directory = text('Where the cassettes are, relative to the working directory.')
const url = (description: string) => ({ type: 'string', pattern: httpUrlPattern, description }) as const

/** Of an address that may be called. */
export const httpUrlPattern = '^https?://[^/?#\\s]+'

const credentials = {
  type: 'object',
  description:
    'What calls to Bedrock are signed with; never written anywhere. Absent, and without bearerToken: on the command line those of its environment.',
  required: ['accessKeyId', 'secretAccessKey'],
  additionalProperties: false,
  properties: {
    accessKeyId: text('The id of the key.'),
    secretAccessKey: text('Its secret.'),
    sessionToken: text('With temporary credentials.'),
  },
} as const

function kind(name: string, description: string, properties: object, required: readonly string[] = []) {
  return {
    title: name,
    description,
    required: ['kind', ...required],
    additionalProperties: false,
    properties: { kind: { const: name }, ...properties },
  }
}

/** The JSON Schema (2020-12) of `engine`, for editors and the manual; the parser checks the same. */
export const engineSchema = {
  type: 'object',
  description: 'Where answers come from.',
  default: { kind: 'synthetic' },
  required: ['kind'],
  oneOf: [
    kind(
      'synthetic',
      'Answers without a model, always the same to the same request: tool calls that satisfy their schemas, structured output, prefills continued exactly.',
      {},
    ),
    kind(
      'scenario',
      'The first scenario that matches answers; where none does, the synthetic engine.',
      {
        scenarios: { type: 'array', items: scenario, description: 'Tried in this order.' },
        strict: {
          type: 'boolean',
          default: false,
          description: 'A request that no scenario matches is refused with 400 instead.',
        },
      },
      ['scenarios'],
    ),
    kind(
      'record',
      'Bedrock itself answers, and each answer is written to a cassette: a JSON file without keys, signatures and numbers of accounts. None of the rules, quotas and the prompt cache below is asked. Recorded again, a request replaces what an earlier run recorded of it.',
      {
        directory,
        url: url('Where calls are sent on. Default: Bedrock in the region of the caller.'),
        credentials,
        bearerToken: text('An API key of Bedrock, instead of credentials.'),
      },
      ['directory'],
    ),
    kind(
      'replay',
      'Cassettes answer, byte for byte but for the id of the request. Several answers to one request come in the order in which they were recorded, and the last from then on. What was not recorded is refused with 404, which says where it differs.',
      { directory },
      ['directory'],
    ),
    kind(
      'upstream',
      "Another model answers, behind OpenAI's chat completions: Ollama, llama.cpp, vLLM and most others serve them. Rules, quotas and the prompt cache stay those of the model that is called; the input is counted here, the output there.",
      {
        url: url('The server, with or without /v1 or /v1/chat/completions.'),
        model: text('What the server calls the model.'),
        apiKey: text('Sent to it as a bearer token.'),
      },
      ['url', 'model'],
    ),
  ],
} as const
