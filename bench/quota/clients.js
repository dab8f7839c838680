// Each client as its documentation shows it, with nothing set that the name does not say.
import { ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY } from '../clients/credentials.js'
import { LIMITS, MODEL, MODEL_KEY, promptOf } from './jobs.js'

const credentials = { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY }
const bodyOf = (job) =>
  JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: job.maxTokens,
    messages: [{ role: 'user', content: promptOf(job) }],
  })

async function awsSdk(url, more) {
  const { BedrockRuntimeClient, InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime')
  const client = new BedrockRuntimeClient({ region: REGION, endpoint: url, credentials, ...more })
  return (job) =>
    client.send(new InvokeModelCommand({ modelId: MODEL, contentType: 'application/json', body: bodyOf(job) }))
}

async function outcrop(url, more) {
  const { createClient } = await import('@outcrop/client')
  const client = createClient({ region: REGION, endpoint: url, credentials, ...more })
  return (job) => client.invoke({ model: MODEL_KEY, prompt: promptOf(job), maxTokens: job.maxTokens })
}

export const clients = {
  outcrop: (url) => outcrop(url, {}),
  'outcrop-known': (url) => outcrop(url, { quotas: { [MODEL_KEY]: LIMITS } }),
  'aws-sdk': (url) => awsSdk(url, {}),
  'aws-sdk-adaptive': (url) => awsSdk(url, { retryMode: 'adaptive', maxAttempts: 20 }),
  'bedrock-sdk': async (url) => {
    const { AnthropicBedrock } = await import('@anthropic-ai/bedrock-sdk')
    const client = new AnthropicBedrock({
      baseURL: url,
      awsRegion: REGION,
      awsAccessKey: ACCESS_KEY_ID,
      awsSecretKey: SECRET_ACCESS_KEY,
      // Else it refuses long answers that are not streamed, before it sends anything.
      timeout: 600_000,
    })
    return (job) =>
      client.messages.create({
        model: MODEL,
        // The version that it sends by itself is refused by this model.
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: job.maxTokens,
        messages: [{ role: 'user', content: promptOf(job) }],
      })
  },
  'ai-sdk': async (url) => {
    const [{ createAmazonBedrock }, { generateText }] = await Promise.all([
      import('@ai-sdk/amazon-bedrock'),
      import('ai'),
    ])
    const bedrock = createAmazonBedrock({ region: REGION, baseURL: url, ...credentials })
    return (job) => generateText({ model: bedrock(MODEL), prompt: promptOf(job), maxOutputTokens: job.maxTokens })
  },
}
