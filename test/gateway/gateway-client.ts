/** Where the gateway is, and which model is asked for. */
export interface Asked {
  readonly url: string
  readonly model?: string
}

interface ToolCall {
  readonly name: string
  readonly input: unknown
}

/** One foreign client, and what it does with a gateway in front of Bedrock. */
export interface GatewayClient {
  readonly name: string
  /** The whole answer's text. */
  unary(asked: Asked): Promise<string>
  /** The same, put together from pieces. */
  stream(asked: Asked): Promise<string>
  tool(asked: Asked): Promise<ToolCall | undefined>
  /** What the model thought, streamed. */
  think(asked: Asked): Promise<string>
  /** Reads the first piece of a long answer, and leaves. */
  abort(asked: Asked): Promise<void>
}

export const prompt = 'Write a median function in TypeScript'
export const messages = [{ role: 'user' as const, content: prompt }]
export const schema = { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] }
export const weather = { name: 'weather', description: 'Weather of a city', input_schema: schema }
export const thinking = { type: 'enabled' as const, budget_tokens: 1024 }
