import { type BedrockRuntimeClient, ConverseCommand, type Message, type Tool } from '@aws-sdk/client-bedrock-runtime'

const modelId = 'us.anthropic.claude-sonnet-5'

const tools: Tool[] = [
  {
    toolSpec: {
      name: 'get_weather',
      description: 'The weather of a city',
      inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
    },
  },
]

/** Answers a question; Claude may look the weather up as often as it needs to. */
export async function askAboutWeather(
  client: BedrockRuntimeClient,
  question: string,
  lookUp: (city: string) => Promise<string>,
): Promise<string> {
  const messages: Message[] = [{ role: 'user', content: [{ text: question }] }]
  for (;;) {
    const { output, stopReason } = await client.send(
      new ConverseCommand({ modelId, messages, toolConfig: { tools }, inferenceConfig: { maxTokens: 500 } }),
    )
    const content = output?.message?.content ?? []
    if (stopReason !== 'tool_use') return content.map(({ text = '' }) => text).join('')
    messages.push({ role: 'assistant', content })
    const results = content.flatMap(({ toolUse }) => (toolUse ? [toolUse] : []))
    messages.push({
      role: 'user',
      content: await Promise.all(
        results.map(async ({ toolUseId, input }) => {
          const { city } = input as { city: string }
          return { toolResult: { toolUseId, content: [{ text: await lookUp(city) }] } }
        }),
      ),
    })
  }
}
