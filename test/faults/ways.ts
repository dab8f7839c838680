import { MessageAccumulator } from '@outcrop/wire/anthropic'
import type { ContentBlock, Message } from '@outcrop/wire/anthropic'
import type {
  CallEvent,
  CallOptions,
  CallSurface,
  Client,
  InvokeRequest,
  MessageStream,
  MessagesRequest,
} from '@outcrop/client'

/** What the caller of a call has in the end, and what it had meanwhile. */
export interface Outcome {
  message?: Message
  error?: unknown
  /** What was read as it came, as far as a restart has not made it void. */
  readonly read?: ContentBlock[]
  /** The tool calls that were whole at some moment: a program would have run each. */
  toolCalls: number
  restarts: number
  /** How many events were read. */
  events: number
}

/** A way to make a call. */
export interface Way {
  readonly name: string
  /** By which the model is called: on all but `invoke` an answer is streamed as server-sent events. */
  readonly surface: CallSurface
  /** Whether the answer is streamed from Bedrock, and whether the caller sees it as it comes. */
  readonly streamed: boolean
  readonly watched: boolean
  run(client: Client, model: string, options: CallOptions): Promise<Outcome>
}

const tools = [
  {
    name: 'save_note',
    description: 'Saves a note',
    input_schema: {
      type: 'object' as const,
      properties: { title: { type: 'string' }, lines: { type: 'array', items: { type: 'string' } } },
      required: ['title', 'lines'],
    },
  },
]

const prompt = 'Use save_note to keep what a median is'

function request(model: string, maxTokens: number): InvokeRequest {
  return { model, prompt, maxTokens, tools, ...thinkingOf(model) }
}

function messagesRequest(model: string): MessagesRequest {
  return { model, max_tokens: 9000, messages: [{ role: 'user', content: prompt }], tools, ...thinkingOf(model) }
}

/** The one goes on in a turn of its own where the other is asked to by a turn of the user. */
export function modelsOf({ surface }: Pick<Way, 'surface'>): readonly [string, string] {
  return [surface === 'mantle' ? 'claude-haiku-4-5' : 'claude-sonnet-4-5', 'claude-sonnet-5-5']
}

/** The newer models think by themselves. */
function thinkingOf(model: string) {
  return model.endsWith('-4-5') ? { thinking: { type: 'enabled' as const, budget_tokens: 1024 } } : {}
}

const toolCallsIn = (content: readonly ContentBlock[]) => content.filter(({ type }) => type === 'tool_use').length

async function whole(pending: Promise<Message>): Promise<Outcome> {
  try {
    const message = await pending
    return { message, toolCalls: toolCallsIn(message.content), restarts: 0, events: 0 }
  } catch (error) {
    return { error, toolCalls: 0, restarts: 0, events: 0 }
  }
}

/** Reads as a careful program does: puts the events together, and begins anew where it is told to. */
class Reading {
  #accumulator = new MessageAccumulator()
  toolCalls = 0
  restarts = 0
  events = 0

  take(event: CallEvent): void {
    this.events += 1
    if (event.type === 'outcrop_restart') {
      this.restarts += 1
      this.#accumulator = new MessageAccumulator()
      return
    }
    const before = toolCallsIn(this.content)
    this.#accumulator.push(event)
    if (event.type === 'content_block_stop') this.toolCalls += toolCallsIn(this.content) - before
  }

  get content(): ContentBlock[] {
    return this.#accumulator.snapshot()?.content ?? []
  }
}

async function watched(stream: MessageStream): Promise<Outcome> {
  const reading = new Reading()
  try {
    for await (const event of stream) reading.take(event)
    const message = await stream.finalMessage()
    const { content, toolCalls, restarts, events } = reading
    return { message, read: content, toolCalls, restarts, events }
  } catch (error) {
    const { content, toolCalls, restarts, events } = reading
    return { error, read: content, toolCalls, restarts, events }
  }
}

type Calling = Omit<Way, 'surface'>

const inOnePiece: Calling = {
  name: 'invoke, in one piece',
  streamed: false,
  watched: false,
  run: (client, model, options) => whole(client.invoke(request(model, 4000), options).then(({ message }) => message)),
}

const streamedUnderneath: Calling = {
  name: 'invoke, streamed underneath',
  streamed: true,
  watched: false,
  run: (client, model, options) => whole(client.invoke(request(model, 9000), options).then(({ message }) => message)),
}

const stream: Calling = {
  name: 'stream',
  streamed: true,
  watched: true,
  run: (client, model, options) => watched(client.stream(request(model, 9000), options)),
}

const messagesCreate: Calling = {
  name: 'messages.create',
  streamed: true,
  watched: false,
  run: (client, model, options) => whole(client.messages.create(messagesRequest(model), options)),
}

const messagesStream: Calling = {
  name: 'messages.stream',
  streamed: true,
  watched: true,
  run: (client, model, options) => watched(client.messages.stream(messagesRequest(model), options)),
}

function on(surface: 'messages' | 'mantle', { run, ...calling }: Calling): Way {
  return {
    ...calling,
    name: `${calling.name} on ${surface}`,
    surface,
    run: (client, model, options) => run(client, model, { ...options, surface }),
  }
}

/** Every way of calling, in one piece and streamed, and on every surface. */
export const ways: readonly Way[] = [
  ...[inOnePiece, streamedUnderneath, stream, messagesCreate, messagesStream].map((calling) => ({
    ...calling,
    surface: 'invoke' as const,
  })),
  ...[inOnePiece, streamedUnderneath, stream].map((calling) => on('messages', calling)),
  ...[inOnePiece, streamedUnderneath, stream].map((calling) => on('mantle', calling)),
]
