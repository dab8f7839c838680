/**
 * What may be wrong with an event stream.
 *
 * - `truncated`: it ended inside a message.
 * - `prelude_checksum`: the lengths of a message do not match their checksum, so they cannot be believed.
 * - `message_checksum`: a message does not match its checksum.
 * - `message_length`: a message announces lengths that contradict each other, or more than the bound.
 * - `headers`: the header block of a message is malformed, or lacks what the reader needs.
 */
export type EventStreamErrorCode = 'truncated' | 'prelude_checksum' | 'message_checksum' | 'message_length' | 'headers'

/**
 * What may be wrong with bytes, besides what {@link EventStreamErrorCode} names.
 *
 * - `chunk`: the payload of an InvokeModel chunk is not `{"bytes": base64 of UTF-8}`.
 * - `event_length`: a server-sent event, or a line of one, is longer than the bound.
 * - `protocol`: a well-formed message came at a moment, or in a shape, in which it means nothing.
 * - `argument`: what the caller asked to encode has no encoding.
 * - `tool_input`: the pieces of a tool's input, all there, are not JSON.
 * - `error_event`: an `error` event stands where a part of a message was due; the message says which.
 * - `xml`: a document of the query protocol (STS, IAM) is no XML, or not whole.
 * - `unmappable`: Converse or Claude's own body has no place for this; the message begins with the field's path.
 */
export type WireErrorCode =
  | EventStreamErrorCode
  | 'chunk'
  | 'event_length'
  | 'protocol'
  | 'argument'
  | 'tool_input'
  | 'error_event'
  | 'xml'
  | 'unmappable'

/**
 * The one family of errors that `@outcrop/wire` throws. Branch on `code`, never on the message: the code is
 * stable, the message is for people. Neither ever holds a payload or a credential.
 */
export class WireError extends Error {
  override readonly name: string = 'WireError'
  readonly code: WireErrorCode

  constructor(code: WireErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
