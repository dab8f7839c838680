import { bedrock } from '@ai-sdk/amazon-bedrock'
import { generateText, streamText } from 'ai'

const question = {
  model: bedrock('us.anthropic.claude-opus-4-8'),
  maxOutputTokens: 300,
  prompt: 'Write a median function in TypeScript',
}

if (process.argv[2] === 'whole') {
  const { text } = await generateText(question)
  console.log(text)
} else {
  const { textStream } = streamText(question)
  for await (const text of textStream) process.stdout.write(text)
}
