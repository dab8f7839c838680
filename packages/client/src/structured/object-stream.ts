import type { Reply } from '../invocation/index.js'
import type { MessageStream } from '../reply/message-stream.js'
import type { OutputSchema } from './output-schema.js'

/** A stream whose answer has to satisfy a schema. Its text, or the input of its one tool call, is the JSON of it. */
export interface ObjectStream<Value> extends MessageStream {
  /**
   * The value, checked, once the answer is whole.
   *
   * @throws AnswerError if the answer is not that
   */
  finalObject(): Promise<Value>
}

/** Adds the value to a stream. What reads it is loaded only when it is asked for. */
export function withFinalObject(stream: MessageStream, schema: OutputSchema): ObjectStream<unknown> {
  let value: Promise<unknown> | undefined
  const read = async (reply: Reply): Promise<unknown> => {
    const [{ objectOf }, { wantedOutput }] = await Promise.all([
      import('./ask-for-object.js'),
      import('./wanted-output.js'),
    ])
    return objectOf(reply, wantedOutput(schema))
  }
  return Object.assign(stream, {
    finalObject: () => (value ??= stream.reply().then(read)),
  })
}
