import { ChatBedrockConverse } from '@langchain/aws'

const model = new ChatBedrockConverse({ model: 'us.anthropic.claude-opus-4-8', maxTokens: 300 })
const prompt = 'Write a median function in TypeScript'

if (process.argv[2] === 'whole') {
  const message = await model.invoke(prompt)
  console.log(message.text)
} else {
  for await (const chunk of await model.stream(prompt)) process.stdout.write(chunk.text)
}
