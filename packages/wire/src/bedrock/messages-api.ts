/**
 * Path of Anthropic's Messages API, under the origin of bedrock-runtime or bedrock-mantle. The model stands in the body.
 */
export const messagesApiPath = '/anthropic/v1/messages'

/** Path of the count of a request's input tokens. Only bedrock-mantle has it. */
export const messagesCountPath = `${messagesApiPath}/count_tokens`
