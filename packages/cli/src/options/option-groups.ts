import type { OptionName } from './option-table.js'

export const shown = ['yes', 'json', 'quiet', 'verbose', 'color'] as const satisfies readonly OptionName[]
export const connection = [
  'region',
  'profile',
  'residency',
  'endpointUrl',
  'local',
  'envFile',
] as const satisfies readonly OptionName[]
/** What every command that puts a question to a model takes. */
const asking = [
  'model',
  'diff',
  'staged',
  'system',
  'template',
  'maxTokens',
  'effort',
  'param',
  'maxCost',
  'dryRun',
  ...connection,
] as const satisfies readonly OptionName[]
export const answering = [
  ...asking,
  'continue',
  'extract',
  'output',
  'schema',
  'streamJson',
  ...shown,
] as const satisfies readonly OptionName[]

/** What every command that edits files takes. */
export const editing = [
  ...asking,
  'continue',
  'apply',
  'verify',
  'maxAttempts',
  'timeout',
  ...shown,
] as const satisfies readonly OptionName[]
export const reviewing = [
  ...asking,
  'failOn',
  'report',
  'baseline',
  'updateBaseline',
  'secondLook',
  ...shown,
] as const satisfies readonly OptionName[]
