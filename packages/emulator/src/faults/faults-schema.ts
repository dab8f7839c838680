import { emulatedOperations } from '../operation.js'
import { type MemberSchema, faultKinds } from './fault-kinds.js'

/** Members of `match`; those without `type` are written out where they are used. */
export const matchMembers = {
  model: {
    type: 'string',
    minLength: 1,
    description: "Part of the model's key, its Bedrock id or the id that was called.",
  },
  probability: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    description: 'How often. The same list draws the same lots in the same order.',
  },
} as const satisfies Readonly<Record<string, MemberSchema>>

export const nthMember: MemberSchema = {
  type: 'integer',
  minimum: 1,
  description: 'Which of the requests that match operation and model, counted from 1 since the faults were set.',
}

const matchSchema = {
  type: 'object',
  description: 'Which requests: all that is given has to hold. Absent: every request to an operation.',
  additionalProperties: false,
  properties: {
    operation: { enum: emulatedOperations, description: "The operation's whole name." },
    ...matchMembers,
    nth: { anyOf: [nthMember, { type: 'array', minItems: 1, items: nthMember, description: 'Several of them.' }] },
  },
} as const

/** The JSON Schema (2020-12) of a list of faults, for editors and the manual; {@link parseFaults} checks the same. */
export const faultsSchema = {
  type: 'array',
  description: 'What goes wrong, and for which requests. Of the faults that are for a request, the first befalls it.',
  items: {
    type: 'object',
    required: ['kind'],
    oneOf: Object.entries(faultKinds).map(([kind, { stream, whole, required, members }]) => ({
      title: kind,
      description: `Streamed answers: ${stream} Other answers: ${whole}`,
      required: ['kind', ...required],
      additionalProperties: false,
      properties: { kind: { const: kind }, match: matchSchema, ...members },
    })),
  },
} as const
