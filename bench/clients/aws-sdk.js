// @aws-sdk/client-bedrock-runtime, used as its documentation shows: JSON goes in, bytes come out and are parsed.
import {
  BedrockRuntimeClient,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { MODEL } from '../canned/content.js'
import { ACCESS_KEY_ID, MAX_TOKENS, REGION, SECRET_ACCESS_KEY } from './credentials.js'

const inputFor = (prompt) => ({
  modelId: MODEL,
  contentType: 'application/json',
  body: JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: MAX_TOKENS,
    messages: [{ role: 'user', content: prompt }],
  }),
})

export function open(url, requestHandler) {
  const client = new BedrockRuntimeClient({
    region: REGION,
    endpoint: url,
    credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
    ...(requestHandler ? { requestHandler } : {}),
  })
  const decoder = new TextDecoder()
  return {
    unary: async (prompt) => {
      const { body } = await client.send(new InvokeModelCommand(inputFor(prompt)))
      return JSON.parse(decoder.decode(body)).content[0].text
    },
    stream: async (prompt) => {
      const { body } = await client.send(new InvokeModelWithResponseStreamCommand(inputFor(prompt)))
      let text = ''
      for await (const { chunk } of body) {
        const event = JSON.parse(decoder.decode(chunk.bytes))
        if (event.type === 'content_block_delta') text += event.delta.text
      }
      return text
    },
    close: () => client.destroy(),
  }
}
