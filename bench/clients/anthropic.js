// @anthropic-ai/bedrock-sdk.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import { MODEL } from '../canned/content.js'
import { ACCESS_KEY_ID, MAX_TOKENS, REGION, SECRET_ACCESS_KEY } from './credentials.js'

const paramsFor = (prompt) => ({
  model: MODEL,
  max_tokens: MAX_TOKENS,
  messages: [{ role: 'user', content: prompt }],
})

export function open(url) {
  const client = new AnthropicBedrock({
    baseURL: url,
    awsRegion: REGION,
    awsAccessKey: ACCESS_KEY_ID,
    awsSecretKey: SECRET_ACCESS_KEY,
  })
  return {
    unary: async (prompt) => (await client.messages.create(paramsFor(prompt))).content[0].text,
    stream: async (prompt) => {
      let text = ''
      for await (const event of await client.messages.create({ ...paramsFor(prompt), stream: true }))
        if (event.type === 'content_block_delta') text += event.delta.text
      return text
    },
    close: () => {},
  }
}
