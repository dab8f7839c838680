import type { CommandBody } from './command-body.js'

/**
 * `InvokeModelCommand` or `InvokeModelWithResponseStreamCommand` of the AWS SDK, or an object of their shape. Which of
 * the two it is, the SDK's command says itself; an object that does not is InvokeModel.
 */
export interface BedrockCommand {
  readonly input: {
    /** Any name that a model has here: a key, a bare id, a profile, an ARN. Default: the client's default model. */
    readonly modelId?: string | undefined
    /** Claude's body, as JSON in a string or in bytes. */
    readonly body?: unknown
    readonly guardrailIdentifier?: string | undefined
    readonly guardrailVersion?: string | undefined
    readonly trace?: string | undefined
    readonly serviceTier?: string | undefined
  }
  /** Of the AWS SDK: its third member names the operation. */
  readonly schema?: unknown
}

/** An answer in the AWS SDK's shape. */
export interface CommandResponse {
  /** What became of the call, in the AWS SDK's names. */
  readonly $metadata: {
    readonly httpStatusCode: number
    readonly requestId?: string
    readonly attempts?: number
  }
  readonly contentType: string
  /** Claude's message as JSON. */
  readonly body: CommandBody
}

/**
 * What a command is answered with: for a command of the AWS SDK what its own client answers, so that a stream is typed
 * as a stream.
 */
export type AnswerTo<Command extends BedrockCommand> = Command extends {
  resolveMiddleware: (...parts: never[]) => (args: never) => Promise<{ output: infer Output }>
}
  ? Output
  : CommandResponse

/** The operation that a command is for. */
export function operationOf(command: BedrockCommand): string {
  const { schema } = command
  const named: unknown = Array.isArray(schema) ? schema[2] : undefined
  return typeof named === 'string' ? named : 'InvokeModel'
}
