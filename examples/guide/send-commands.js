// Code that builds commands of the AWS SDK keeps them, and gains typed errors and one owner of all attempts.
import { InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { BedrockClient, getModelId } from '@outcrop/client/guide'

const bedrock = new BedrockClient()
const command = new InvokeModelCommand({
  modelId: getModelId('claude-sonnet-4-5'),
  contentType: 'application/json',
  body: JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 500,
    messages: [{ role: 'user', content: 'Write a linked list in Go.' }],
  }),
})
const response = await bedrock.invokeWithRetry(command, {
  maxRetries: 2,
  initialDelay: 50,
  shouldRetry: ({ code }) => code === 'unavailable' || undefined,
})
const message = JSON.parse(response.body.transformToString())
console.log(
  message.content
    .filter(({ type }) => type === 'text')
    .map(({ text }) => text)
    .join(''),
)
console.log(`answered at attempt ${response.$metadata.attempts}`)
await bedrock.close()
