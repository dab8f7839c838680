import { isGiven, isObject, objectsOf } from '../request/json.js'
import type { JsonObject } from '../request/json.js'

/**
 * What Converse itself refuses before a model hears of it: a message for 400 `ValidationException`, without prefix.
 * Judged on the request as it came, since the places are named in Converse's words.
 */
export type ConverseRule = (request: JsonObject) => string | undefined

function constraint(value: unknown, path: string, must: string): string {
  return `1 validation error detected: Value '${String(value)}' at '${path}' failed to satisfy constraint: Member must ${must}`
}

function messagesOf(request: JsonObject): readonly JsonObject[] {
  return objectsOf(request['messages'])
}

/** The first answer of `judge` over all content blocks. */
function firstInBlocks(
  request: JsonObject,
  judge: (block: JsonObject, path: string) => string | undefined,
): string | undefined {
  for (const [index, message] of messagesOf(request).entries())
    for (const [at, block] of objectsOf(message['content']).entries()) {
      const found = judge(block, `messages.${index}.content.${at}`)
      if (found !== undefined) return found
    }
  return undefined
}

const converseHasMessages: ConverseRule = (request) =>
  messagesOf(request).length > 0
    ? undefined
    : 'A conversation must start with a user message. Try again with a conversation that starts with a user message.'

const converseRolesAreKnown: ConverseRule = (request) => {
  for (const [index, { role }] of messagesOf(request).entries())
    if (role !== 'user' && role !== 'assistant' && role !== 'system')
      return constraint(role, `messages.${index + 1}.member.role`, 'satisfy enum value set: [user, assistant, system]')
  return undefined
}

const converseContentIsThere: ConverseRule = (request) => {
  for (const [index, { content }] of messagesOf(request).entries())
    if (!Array.isArray(content) || content.length === 0)
      return `The content field in the Message object at messages.${index} is empty. Add a ContentBlock object to the content field and try again.`
  return undefined
}

const converseTextIsNotBlank: ConverseRule = (request) =>
  firstInBlocks(request, ({ text }, path) =>
    text === ''
      ? `The text field in the ContentBlock object at ${path} is blank. Add text to the text field, and try again.`
      : undefined,
  )

const ranges: Readonly<Record<string, readonly [least: number, most: number | undefined]>> = {
  maxTokens: [1, undefined],
  temperature: [0, 1],
  topP: [0, 1],
}

const converseInferenceInRange: ConverseRule = ({ inferenceConfig: config }) => {
  if (!isObject(config)) return undefined
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = config[name]
    if (typeof value !== 'number') continue
    // Java prints a whole float with its point.
    const printed = name === 'maxTokens' || !Number.isInteger(value) ? value : value.toFixed(1)
    const path = `inferenceConfig.${name}`
    if (value < least) return constraint(printed, path, `have value greater than or equal to ${least}`)
    if (most !== undefined && value > most) return constraint(printed, path, `have value less than or equal to ${most}`)
  }
  return undefined
}

/** Claude sees and reads, but neither hears nor watches. */
const converseMediaAccepted: ConverseRule = (request) =>
  firstInBlocks(request, (block) => {
    const kind = ['video', 'audio'].find((one) => block[one] !== undefined)
    return kind === undefined
      ? undefined
      : `This model doesn't support the ${kind} content block that you provided. Update the content block and try again.`
  })

const converseSourcesAreBytes: ConverseRule = (request) =>
  firstInBlocks(request, (block) => {
    const media = [block['image'], block['document']].find(isObject)
    return isObject(media?.['source']) && media['source']['s3Location'] !== undefined
      ? "This model doesn't support the s3Uri field. Remove s3Uri and try again."
      : undefined
  })

const converseDocumentsHaveText: ConverseRule = (request) => {
  for (const message of messagesOf(request)) {
    const blocks = objectsOf(message['content'])
    const hasDocument = blocks.some((block) => block['document'] !== undefined)
    if (hasDocument && !blocks.some((block) => block['text'] !== undefined))
      return 'A text block must be included when using documents.'
  }
  return undefined
}

/** Recorded: here the model's own validation speaks, of the source that Converse has made of nothing. */
const converseDocumentsHaveSources: ConverseRule = (request) =>
  firstInBlocks(request, ({ document }, path) => {
    if (!isObject(document) || (isObject(document['source']) && Object.keys(document['source']).length > 0))
      return undefined
    return `The model returned the following errors: ${path}.document.source.type: Field required`
  })

const converseToolsAreOffered: ConverseRule = (request) => {
  const { toolConfig } = request
  if (isObject(toolConfig)) {
    const { tools } = toolConfig
    return Array.isArray(tools) && tools.length > 0
      ? undefined
      : constraint('[]', 'toolConfig.tools', 'have length greater than or equal to 1')
  }
  return firstInBlocks(request, (block) =>
    isGiven(block['toolUse']) || isGiven(block['toolResult'])
      ? 'The toolConfig field must be defined when using toolUse and toolResult content blocks.'
      : undefined,
  )
}

const converseFailedToolsSayWhy: ConverseRule = (request) =>
  firstInBlocks(request, ({ toolResult }, path) => {
    if (!isObject(toolResult) || toolResult['status'] !== 'error') return undefined
    return objectsOf(toolResult['content']).length > 0
      ? undefined
      : `The content field at ${path}.toolResult cannot be empty when status value is error.`
  })

export const converseRules: readonly ConverseRule[] = [
  converseHasMessages,
  converseRolesAreKnown,
  converseContentIsThere,
  converseTextIsNotBlank,
  converseInferenceInRange,
  converseMediaAccepted,
  converseSourcesAreBytes,
  converseDocumentsHaveText,
  converseDocumentsHaveSources,
  converseToolsAreOffered,
  converseFailedToolsSayWhy,
]
