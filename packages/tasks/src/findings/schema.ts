import { severities } from './finding.js'
import type { ReportedFinding } from './finding.js'

/**
 * What a model fills in. The explanation stands before the severity on purpose: a model that has to say first how it
 * happens invents less.
 */
export const findingsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['findings'],
  properties: {
    findings: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'quote', 'line', 'explanation', 'title', 'rule', 'severity'],
        properties: {
          path: { type: 'string', description: 'path of the document, as it stands in its tag' },
          quote: {
            type: 'string',
            description:
              'the line or lines that are wrong, copied letter by letter from the document; more of them where one line stands there more than once',
          },
          line: { type: 'integer', description: 'number of the first quoted line in the document' },
          explanation: {
            type: 'string',
            description: 'which input or state makes it happen, and what then goes wrong; two or three sentences',
          },
          title: { type: 'string', description: 'what is wrong, in one short sentence' },
          rule: {
            type: 'string',
            description: 'its kind in kebab-case, such as race-condition or off-by-one; for a weakness its CWE: cwe-89',
          },
          severity: {
            type: 'string',
            enum: [...severities],
            description:
              'critical: data or money is lost, or an attacker gets in; high: breaks in normal use; medium: breaks in cases that will come; low: breaks in rare cases; info: worth knowing',
          },
          suggestion: { type: 'string', description: 'what to do about it, if that is not plain' },
        },
      },
    },
  },
} as const

/** The answer by {@link findingsSchema}. */
export interface FindingsAnswer {
  readonly findings: readonly ReportedFinding[]
}

/** What the second pass fills in: for each finding, by its number, whether it is real. */
export const verdictsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['verdicts'],
  properties: {
    verdicts: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['number', 'reason', 'real'],
        properties: {
          number: { type: 'integer', description: 'number of the finding' },
          reason: { type: 'string', description: 'what in the code shows it, in one sentence' },
          real: { type: 'boolean', description: 'whether the code really behaves as the finding says' },
        },
      },
    },
  },
} as const

/** The answer by {@link verdictsSchema}. */
export interface VerdictsAnswer {
  readonly verdicts: readonly { readonly number: number; readonly real: boolean; readonly reason: string }[]
}
