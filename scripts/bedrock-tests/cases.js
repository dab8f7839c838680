// What `npm run test:bedrock` looks at. Few calls, short answers: they may be real ones, and cost money.
import assert from 'node:assert/strict'
import { isOutcropError } from '@outcrop/client'
import { BedrockClient, getModelId, invokeModelSafely, streamWithRetry } from '@outcrop/client/guide'
import { startEmulator } from '@outcrop/emulator'

/** Longest answer that a case asks for, in tokens. */
export const mostTokens = 512
export const prompt = 'Answer with one line of JavaScript that adds 1 and 2. No explanation.'

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {string} item which line of the checklist it answers
 * @property {boolean} integration whether `test:bedrock:integration` has it too
 * @property {number} calls how many calls it makes to the Bedrock that is tested, each of at most `mostTokens`
 * @property {(here: { client: import('@outcrop/client').Client, model: string, loadCalls: number }) => Promise<string>} run
 *   gives what was found, in a few words
 */

/** @type {Case[]} */
export const cases = [
  { name: 'health check', item: 'health', integration: true, calls: 1, run: health },
  { name: 'basic invocation', item: 'invocation', integration: true, calls: 1, run: invocation },
  { name: 'streaming', item: 'streaming', integration: true, calls: 1, run: streaming },
  { name: 'a failure as a result', item: 'errors', integration: true, calls: 0, run: failureAsResult },
  {
    name: 'what is wrong is refused before it is sent',
    item: 'errors',
    integration: false,
    calls: 0,
    run: refusedBefore,
  },
  { name: 'retries, at a local Bedrock that fails', item: 'retry', integration: false, calls: 0, run: retries },
  {
    name: 'a broken stream is told, at a local Bedrock',
    item: 'retry',
    integration: false,
    calls: 0,
    run: brokenStream,
  },
  { name: 'the AWS SDK with the same id', item: 'integration', integration: true, calls: 1, run: awsSdk },
]

async function health(here) {
  const { client, model } = here
  const report = await client.health({ model, maxRetries: 0 })
  here.emulated = report.emulated
  const failed = report.steps.find(({ outcome }) => outcome !== 'passed')
  if (failed !== undefined) throw failed.error ?? new Error(failed.summary)
  return report.steps.map(({ summary }) => summary).join('; ')
}

async function invocation({ client, model }) {
  const reply = await client.invoke({ model, prompt, maxTokens: mostTokens })
  assert.notEqual(reply.text, '')
  assert.ok(reply.usage.inputTokens > 0 && reply.usage.outputTokens > 0)
  return `${reply.usage.inputTokens} tokens in, ${reply.usage.outputTokens} out, stopped for ${reply.stopReason}`
}

async function streaming({ client, model }) {
  const stream = client.stream({ model, prompt, maxTokens: mostTokens })
  const types = []
  for await (const event of stream) types.push(event.type)
  const text = await stream.finalText()
  assert.notEqual(text, '')
  assert.equal(types.at(0), 'message_start')
  assert.equal(types.at(-1), 'message_stop')
  return `${types.length} events, ${text.length} characters, terminal event and checksums seen`
}

async function failureAsResult({ client }) {
  const result = await invokeModelSafely(prompt, 'no-such-model', { client })
  assert.equal(result.success, false)
  assert.equal(result.code, 'unknown_model')
  return `${result.code}: ${result.remedy}`
}

async function refusedBefore({ client }) {
  const error = await client.invoke({ model: 'claude-sonnet-4-5', prompt, temperature: 2 }).catch((thrown) => thrown)
  assert.ok(isOutcropError(error))
  assert.equal(error.code, 'invalid_request')
  assert.equal(error.attempts, 0)
  return error.message
}

/** A client of a local Bedrock on which something goes wrong. */
async function failing(faults, use) {
  const emulator = await startEmulator({ faults })
  const client = new BedrockClient({ environment: { ...emulator.env, HOME: '/nowhere' }, initialDelay: 1, maxDelay: 2 })
  try {
    return await use(client.client, emulator)
  } finally {
    await client.close()
    await emulator.close()
  }
}

function retries() {
  return failing([{ kind: 'http', status: 503, match: { nth: [1, 2] } }], async (client) => {
    const reply = await client.invoke({ prompt, maxRetries: 2 })
    assert.equal(reply.attempts, 3)
    return `two refusals with 503, answered at attempt ${reply.attempts}`
  })
}

function brokenStream() {
  return failing([{ kind: 'cut', atEvent: 4, offset: 10 }], async (client, emulator) => {
    let shown = ''
    const options = { client, onText: (text) => void (shown += text) }
    const error = await streamWithRetry(prompt, 3, options).catch((thrown) => thrown)
    assert.equal(error.code, 'stream_interrupted')
    assert.equal(error.partial.content.map(({ text }) => text).join(''), shown)
    assert.equal(emulator.requests().length, 1)
    return `${shown.length} characters were shown once, then ${error.code}`
  })
}

async function awsSdk({ client, model, endpoint, credentials }) {
  // AWS says once in a process which Node versions it will support; that is for whoever chose the library.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const { BedrockRuntimeClient, InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime')
  const options = { region: client.region, ...(endpoint && { endpoint }), ...(credentials && { credentials }) }
  const theirs = new BedrockRuntimeClient(options)
  const modelId = getModelId(model, { region: client.region })
  const body = JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: mostTokens,
    messages: [{ role: 'user', content: prompt }],
  })
  try {
    const answer = await theirs.send(new InvokeModelCommand({ modelId, contentType: 'application/json', body }))
    const { type, usage } = JSON.parse(new TextDecoder().decode(answer.body))
    assert.equal(type, 'message')
    return `${modelId}: ${usage.output_tokens} tokens out`
  } finally {
    theirs.destroy()
  }
}

/** Many calls at once; only where it was asked for, or costs nothing. */
export async function load({ client, model, loadCalls }) {
  const atOnce = 20
  const latencies = []
  let next = 0
  const worker = async () => {
    while (next < loadCalls) {
      next += 1
      const { latencyMs } = await client.invoke({ model, prompt, maxTokens: mostTokens })
      latencies.push(latencyMs)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, loadCalls) }, worker))
  const sorted = latencies.toSorted((left, right) => left - right)
  const at = (share) => Math.round(sorted[Math.ceil(sorted.length * share) - 1])
  return `${loadCalls} calls, at most ${atOnce} at once, none failed; half within ${at(0.5)} ms, 95 of 100 within ${at(0.95)} ms`
}
