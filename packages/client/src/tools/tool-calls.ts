import type { Message, Tool, ToolUseBlock } from '@outcrop/wire/anthropic'
import type { SchemaFault } from '../errors/answer-error.js'
import type { Reply } from '../invocation/index.js'
import { checkValue } from '../structured/check-value.js'
import type { OutputOf } from '../structured/output-schema.js'
import { readSchema } from '../structured/read-schema.js'
import { givenSchemaOf } from './define-tool.js'
import type { DefinedTool } from './define-tool.js'

/** A call whose input satisfies the schema of its tool. */
export interface ValidToolCall<Name extends string = string, Input = unknown> {
  readonly valid: true
  /** Goes into the `tool_use_id` of its result. */
  readonly id: string
  readonly name: Name
  /** Checked; as the validator transforms it, where it is one that does. */
  readonly input: Input
}

/** A call that must not be carried out: tell the model the faults in a `tool_result` with `is_error`. */
export interface InvalidToolCall {
  readonly valid: false
  readonly id: string
  readonly name: string
  /** As the model gave it. */
  readonly input: unknown
  readonly faults: readonly SchemaFault[]
}

/** Calls of any of these tools. */
export type ToolCall<Tools extends readonly Tool[] = readonly Tool[]> = InvalidToolCall | ValidCallOf<Tools[number]>

type ValidCallOf<OneTool> =
  OneTool extends DefinedTool<infer Name, infer Schema> ? ValidToolCall<Name, OutputOf<Schema>> : ValidToolCall

/** A whole answer to a request with tools. */
export interface ToolReply<Tools extends readonly Tool[] = readonly Tool[]> extends Reply {
  /** The calls in it, in order, each checked. Empty where the model has called none. */
  readonly toolCalls: readonly ToolCall<Tools>[]
}

const cutReasons: ReadonlySet<string> = new Set(['max_tokens', 'model_context_window_exceeded'])

/**
 * The tool calls of a message, each checked by the schema of its tool. For a stream, give its `finalMessage()`.
 * An invalid call is in the list too, with its faults: also one of a tool that was not given, and one that was cut off.
 */
export async function toolCallsOf<const Tools extends readonly Tool[]>(
  message: Message,
  tools: Tools,
): Promise<ToolCall<Tools>[]> {
  const { content, stop_reason: stopReason } = message
  const calls: (ValidToolCall | InvalidToolCall)[] = []
  for (const [index, block] of content.entries()) {
    if (block.type !== 'tool_use') continue
    const isCut = stopReason !== null && cutReasons.has(stopReason) && index === content.length - 1
    calls.push(isCut ? cutCall(block, stopReason) : await checkCall(block, tools))
  }
  return calls as ToolCall<Tools>[]
}

function invalidCall({ id, name, input }: ToolUseBlock, faults: readonly SchemaFault[]): InvalidToolCall {
  return { valid: false, id, name, input, faults }
}

function cutCall(block: ToolUseBlock, stopReason: string): InvalidToolCall {
  return invalidCall(block, [
    { path: '', message: `The answer was cut off (${stopReason}) before the input was whole` },
  ])
}

async function checkCall(block: ToolUseBlock, tools: readonly Tool[]): Promise<ValidToolCall | InvalidToolCall> {
  const { id, name } = block
  const tool = tools.find((each) => each.name === name)
  if (tool === undefined) return invalidCall(block, [{ path: '', message: `There is no tool ${name}` }])
  const given = givenSchemaOf(tool) ?? ('input_schema' in tool ? tool.input_schema : undefined)
  // What a tool of Anthropic's own takes, only Anthropic knows.
  if (given === undefined) return { valid: true, id, name, input: block.input }
  const checked = await checkValue(block.input, { ...readSchema(given, 'inputSchema'), wrapped: false })
  return checked.ok ? { valid: true, id, name, input: checked.value } : invalidCall(block, checked.faults)
}
