import type { OptionName } from './option-table.js'

export const shown = ['json', 'quiet', 'verbose', 'color'] as const satisfies readonly OptionName[]
export const connection = [
  'region',
  'profile',
  'residency',
  'endpointUrl',
  'local',
  'envFile',
] as const satisfies readonly OptionName[]
/** What every command that puts a question to a model takes. */
const asking = ['template', 'diff', 'staged', 'maxCost', 'dryRun'] as const satisfies readonly OptionName[]
/** What shapes the request that goes to the model. */
const request = ['system', 'maxTokens', 'effort', 'param'] as const satisfies readonly OptionName[]
export const answering = [
  'model',
  'extract',
  'output',
  'continue',
  'schema',
  ...asking,
  ...request,
  ...connection,
  'streamJson',
  ...shown,
] as const satisfies readonly OptionName[]

/** What every command that edits files takes. */
export const editing = [
  'model',
  'apply',
  'yes',
  'verify',
  'maxAttempts',
  'timeout',
  'continue',
  ...asking,
  ...request,
  ...connection,
  ...shown,
] as const satisfies readonly OptionName[]
export const reviewing = [
  'model',
  'failOn',
  'report',
  'baseline',
  'updateBaseline',
  'secondLook',
  ...asking,
  ...request,
  ...connection,
  ...shown,
] as const satisfies readonly OptionName[]

/** Options that each command takes, also where they change nothing: what always passes them need not know which do. */
export const takenByAll = ['yes'] as const satisfies readonly OptionName[]

/** The heading of `--help` under which an option stands; undefined for what is special to its command. */
export function helpHeading(name: OptionName): string | undefined {
  const isOf = (group: readonly OptionName[]) => group.includes(name)
  if (isOf(request)) return 'Request:'
  if (isOf(connection)) return 'Connection:'
  return isOf(['streamJson', ...shown]) ? outputHeading : undefined
}

export const outputHeading = 'Output:'
