import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'

const client = new AnthropicBedrock()
const params = {
  model: 'us.anthropic.claude-opus-4-8',
  max_tokens: 300,
  messages: [{ role: 'user', content: 'Write a median function in TypeScript' }],
}

if (process.argv[2] === 'whole') {
  const message = await client.messages.create(params)
  console.log(message.content[0].text)
} else {
  const stream = await client.messages.create({ ...params, stream: true })
  for await (const event of stream) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
      process.stdout.write(event.delta.text)
    }
  }
}
