// @outcrop/client as built in this repository.
import { createClient } from '@outcrop/client'
import { MODEL } from '../canned/content.js'
import { ACCESS_KEY_ID, MAX_TOKENS, REGION, SECRET_ACCESS_KEY } from './credentials.js'

export function open(url) {
  const client = createClient({
    region: REGION,
    endpoint: url,
    credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
  })
  return {
    unary: async (prompt) => (await client.invoke({ model: MODEL, prompt, maxTokens: MAX_TOKENS })).text,
    stream: async (prompt) => {
      let text = ''
      for await (const event of client.stream({ model: MODEL, prompt, maxTokens: MAX_TOKENS }))
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text
      return text
    },
    close: () => client.close(),
  }
}
