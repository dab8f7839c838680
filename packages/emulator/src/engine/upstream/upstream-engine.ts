import { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Departure } from '../../listen/departure.js'
import type { Engine, Question } from '../engine.js'
import type { UpstreamConfig } from '../engine-config.js'
import { sendRequest } from '../send-request.js'
import { chatBody } from './chat-body.js'
import { chatPieces } from './chat-pieces.js'
import { outcomeOf, replyFrom } from './chat-reply.js'
import { modelError, upstreamFault } from './upstream-fault.js'

/** Lets another model answer: one behind OpenAI's chat completions, such as Ollama, llama.cpp or vLLM serve. */
export function upstreamEngine(config: UpstreamConfig): Engine {
  return {
    kind: 'upstream',
    async reply(question, departure) {
      const response = await ask(config, question, { departure, stream: false })
      return replyFrom(outcomeOf(parsed(await read(response))), question.request)
    },
    async live(question, departure) {
      const response = await ask(config, question, { departure, stream: true })
      return chatPieces(response, question.request)
    },
  }
}

interface Asking {
  readonly departure: Departure
  readonly stream: boolean
}

/** Resolves once the answer begins. @throws {ServiceFault} if nobody answers, or with a refusal */
async function ask(
  { url, model, apiKey }: UpstreamConfig,
  { request }: Question,
  { departure, stream }: Asking,
): Promise<IncomingMessage> {
  const target = completionsAt(url)
  const headers = {
    'content-type': 'application/json',
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
  }
  const body = Buffer.from(JSON.stringify(chatBody(request, model, stream)))
  const path = `${target.pathname}${target.search}`
  const response = await sendRequest({ url: target, path, method: 'POST', headers, body }, departure)
  const { statusCode: status = 0 } = response
  if (status >= 200 && status < 300) return response
  throw upstreamFault(status, await read(response))
}

/** Servers are named by their origin, by the version of their API, or in full. */
export function completionsAt(url: string): URL {
  const target = new URL(url)
  const path = target.pathname.replace(/\/+$/, '')
  if (path.endsWith('/chat/completions')) return target
  target.pathname = /\/v\d+$/.test(path) ? `${path}/chat/completions` : `${path}/v1/chat/completions`
  return target
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of response) pieces.push(piece as Buffer)
  } catch {
    throw modelError('The upstream model broke off its answer.')
  }
  return Buffer.concat(pieces)
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw modelError('The upstream model gave an answer that is no JSON.')
  }
}
