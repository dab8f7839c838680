import type { ChatRequest } from '../../request/chat-request.js'
import { type JsonObject, isGiven, isObject, objectsOf } from '../../request/json.js'
import { chatMessages } from './chat-messages.js'

/** A request to Claude as one of chat completions to another model. */
export function chatBody({ body }: ChatRequest, model: string, stream: boolean): JsonObject {
  const { max_tokens, temperature, top_p, top_k, stop_sequences: stop } = body
  const optional = { temperature, top_p, top_k, stop }
  const given = Object.entries(optional).filter(([, value]) => isGiven(value))
  return {
    model,
    messages: chatMessages(body),
    max_tokens,
    ...Object.fromEntries(given),
    ...toolMembers(body),
    ...outputMembers(body),
    // Without being asked, a stream tells no counts.
    ...(stream && { stream, stream_options: { include_usage: true } }),
  }
}

function toolMembers({ tools: offered, tool_choice: choice }: JsonObject): JsonObject {
  const tools = objectsOf(offered).map(functionOf)
  if (tools.length === 0) return {}
  if (!isObject(choice)) return { tools }
  const inTurn = choice['disable_parallel_tool_use'] === true
  return { tools, tool_choice: choiceOf(choice), ...(inTurn && { parallel_tool_calls: false }) }
}

/** Tools that Anthropic defines are known to Claude by their type alone; another model is told no more than the name. */
function functionOf(tool: JsonObject): JsonObject {
  const { name, description, input_schema: parameters = { type: 'object' } } = tool
  return { type: 'function', function: { name, ...(isGiven(description) && { description }), parameters } }
}

function choiceOf({ type, name }: JsonObject): unknown {
  if (type === 'tool') return { type: 'function', function: { name } }
  return type === 'any' ? 'required' : type
}

const effortOf: Readonly<Record<string, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
}

function outputMembers({ output_config: config }: JsonObject): JsonObject {
  if (!isObject(config)) return {}
  const { effort, format } = config
  const reasoning = typeof effort === 'string' ? effortOf[effort] : undefined
  return {
    ...(reasoning !== undefined && { reasoning_effort: reasoning }),
    ...(isObject(format) && {
      response_format: { type: 'json_schema', json_schema: { name: 'output', schema: format['schema'], strict: true } },
    }),
  }
}
