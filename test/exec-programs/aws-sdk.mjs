import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'

const client = new BedrockRuntimeClient()
const input = {
  modelId: 'us.anthropic.claude-opus-4-8',
  messages: [{ role: 'user', content: [{ text: 'Write a median function in TypeScript' }] }],
  inferenceConfig: { maxTokens: 300 },
}

if (process.argv[2] === 'whole') {
  const { output } = await client.send(new ConverseCommand(input))
  console.log(output.message.content[0].text)
} else {
  const { stream } = await client.send(new ConverseStreamCommand(input))
  for await (const event of stream) {
    process.stdout.write(event.contentBlockDelta?.delta.text ?? '')
  }
}
