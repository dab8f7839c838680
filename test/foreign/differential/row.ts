// What Bedrock answers to requests good and bad, as the fact sheets have it (`bedrock` and `wire`, with the section).
// A message that is a string is the fact's own wording; where only the rule is known and not its words, a pattern says
// what the message has to speak of.

export type Operation = 'InvokeModel' | 'InvokeModelWithResponseStream' | 'Converse' | 'ConverseStream' | 'CountTokens'

export interface Refused {
  readonly status: number
  readonly error: string
  readonly message: string | RegExp
}

export interface Answered {
  readonly status: 200
  /** Anthropic's name of the model, which only InvokeModel tells. */
  readonly model?: string
  readonly stopReason?: string
  /** The types of the blocks, in Anthropic's names. */
  readonly content?: readonly string[]
  readonly cached?: { readonly read: number; readonly written: number }
  /** Whether CountTokens counted something. */
  readonly counted?: true
}

export interface Row {
  readonly name: string
  /** Where the fact sheets say so. */
  readonly fact: string
  readonly operation: Operation
  readonly modelId: string
  /** Laid over a plain request in the operation's own shape; `undefined` takes a member away. */
  readonly change: Readonly<Record<string, unknown>>
  readonly expected: Refused | Answered
  /** Default `us-east-1`. */
  readonly region?: string
  /** Who asks, if not somebody in good standing. */
  readonly caller?: 'expired' | 'wrongSecret' | 'unknownKey' | 'badBearer' | 'unreviewed'
}

export type More = Pick<Row, 'region' | 'caller'>

const ask =
  (operation: Operation) =>
  (
    name: string,
    fact: string,
    modelId: string,
    change: Row['change'],
    expected: Row['expected'],
    more: More = {},
  ): Row => ({
    name: `${name} (${operation})`,
    fact,
    operation,
    modelId,
    change,
    expected,
    ...more,
  })
export const invoke = ask('InvokeModel')
export const invokeStream = ask('InvokeModelWithResponseStream')
export const converse = ask('Converse')
export const converseStream = ask('ConverseStream')
export const countTokens = ask('CountTokens')

export const bad = (message: string | RegExp): Refused => ({ status: 400, error: 'ValidationException', message })
export const ofModel = (message: string): Refused => bad(`The model returned the following errors: ${message}`)
export const ok: Answered = { status: 200 }
export const good = (model: string): Answered => ({ status: 200, model, stopReason: 'end_turn' })
