type Members = Readonly<Record<string, unknown>>

const mark = 'tools of type '

/** How a tool that Anthropic runs itself is named among what is refused: `tools of type web_search_20250305`. */
export function toolName(type: string): string {
  return `${mark}${type}`
}

/** Which of the refused tools a body offers. One that it demands stays, so that Bedrock says no. */
export function serverToolsIn(body: Members, refused: readonly string[]): readonly string[] {
  const types = refused.filter((name) => name.startsWith(mark)).map((name) => name.slice(mark.length))
  const demanded = memberOf(body['tool_choice'], 'name')
  return types
    .filter((type) =>
      toolsOf(body).some((tool) => memberOf(tool, 'type') === type && memberOf(tool, 'name') !== demanded),
    )
    .map(toolName)
}

/** The body without the tools that have these names. Without any tool left there is no choice between them either. */
export function withoutServerTools(body: Members, names: readonly string[]): Members {
  if (names.length === 0) return body
  const left = toolsOf(body).filter((tool) => !names.includes(toolName(String(memberOf(tool, 'type')))))
  const { tools: _, tool_choice: choice, ...others } = body
  return left.length === 0 ? others : { ...others, tools: left, ...(choice !== undefined && { tool_choice: choice }) }
}

function toolsOf({ tools }: Members): readonly unknown[] {
  return Array.isArray(tools) ? tools : []
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Members)[name] : undefined
}
