import { credentialPair, dollarAmount, extraField, nameList, reportFile, wholeNumber } from './option-values.js'
import { moment } from './moment.js'
import type { Moment } from './moment.js'
import type { ExtraFields, KnownCredentials, ReportFile } from './option-values.js'

/** What usage is grouped by. */
const usageDimensions = ['model', 'task', 'project', 'user', 'day', 'region'] as const
type UsageDimension = (typeof usageDimensions)[number]

/** What `--fail-on` takes; the severities of findings, from the most to the least. */
const failLevels = ['critical', 'high', 'medium', 'low', 'info', 'never'] as const
type FailLevel = (typeof failLevels)[number]

const residencies = ['us', 'eu', 'jp', 'au', 'apac', 'us-gov', 'global', 'region'] as const
type Residency = (typeof residencies)[number]

/** Every option of every command, after parsing. Absent means that it was not given. */
export interface CliOptions {
  model?: string
  system?: string
  extract?: boolean
  output?: string
  region?: string
  profile?: string
  residency?: Residency
  endpointUrl?: string
  local?: boolean
  envFile?: string
  schema?: string
  maxTokens?: number
  effort?: string
  param?: ExtraFields
  maxCost?: number
  dryRun?: boolean
  json?: boolean
  streamJson?: boolean
  yes?: boolean
  quiet?: boolean
  verbose?: boolean
  color?: boolean
  pin?: boolean
  exact?: boolean
  account?: string
  firstUse?: boolean
  diagnose?: boolean
  host?: string
  port?: number
  config?: string
  credentials?: readonly KnownCredentials[]
  auth?: 'verify' | 'off'
  faults?: readonly string[]
  faultCalls?: 'first' | 'each'
  timeout?: number
  report?: readonly ReportFile[]
  by?: UsageDimension
  since?: Moment
  until?: Moment
  csv?: boolean
  template?: string
  continue?: boolean
  diff?: string
  staged?: boolean
  apply?: boolean
  verify?: string
  maxAttempts?: number
  failOn?: FailLevel
  baseline?: string
  updateBaseline?: boolean
  secondLook?: string
}

export type OptionName = keyof CliOptions

interface Described {
  /** As on the command line: `-m, --model <key>`. */
  readonly flags: string
  /** Another spelling of the same option, not shown in help. */
  readonly alias?: string
  /** One line, for `--help` and docs/cli.md. */
  readonly description: string
}

/** What an option needs beside its description, by the type of its value: flags nothing, closed sets their members, the rest a parser. */
type OptionSpec<Value> = Described &
  ([Value] extends [boolean]
    ? object
    : [Value] extends [string]
      ? string extends Value
        ? object
        : { readonly choices: readonly Value[] }
      : { readonly parse: (text: string, previous: Value | undefined) => Value })

/** Total over `CliOptions`: an option without a flag or a description does not compile. Help, parsing and docs/cli.md come from it. */
export type OptionTable = { readonly [Name in OptionName]-?: OptionSpec<NonNullable<CliOptions[Name]>> }

export const optionTable: OptionTable = {
  model: {
    flags: '-m, --model <name>',
    description:
      'model: a key (claude-sonnet-4-5), a family (sonnet, opus, haiku), a Bedrock id, a profile id or an ARN',
  },
  system: { flags: '-s, --system <text>', description: "system prompt, instead of the command's own" },
  extract: { flags: '-x, --extract', description: 'print only the code: the longest fenced block of the answer' },
  output: {
    flags: '-o, --output <file>',
    description:
      'write the result to a file, whole or not at all; a failed, refused or truncated answer leaves it as it was',
  },
  region: { flags: '--region <name>', description: 'AWS region to call, e.g. eu-central-1' },
  profile: { flags: '--profile <name>', description: 'profile of the AWS config and credentials files' },
  residency: {
    flags: '--residency <where>',
    choices: residencies,
    description: 'where inference may run; default: the geography of the region',
  },
  endpointUrl: {
    flags: '--endpoint-url <url>',
    alias: '--endpoint <url>',
    description: "call this address instead of AWS's, e.g. http://127.0.0.1:4580 of outcrop emulate",
  },
  local: {
    flags: '--local',
    description:
      'answer from a local Bedrock inside this process: no network, no cost, no model (also OUTCROP_LOCAL=1)',
  },
  envFile: { flags: '--env-file <file>', description: 'read environment variables from a file; those already set win' },
  schema: {
    flags: '--schema <file>',
    description: 'print an object that satisfies the JSON Schema in the file, checked, instead of text',
  },
  maxTokens: {
    flags: '--max-tokens <n>',
    description: 'longest answer in tokens, thinking included',
    parse: wholeNumber('--max-tokens', { minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  },
  effort: {
    flags: '--effort <level>',
    description: 'how hard the model thinks, e.g. low, medium, high (models that take it)',
  },
  param: {
    flags: '--param <key=value>',
    description: 'add a field to the request body; JSON or text; repeatable',
    parse: extraField,
  },
  maxCost: {
    flags: '--max-cost <usd>',
    description: 'send nothing if the call could cost more than this many US dollars',
    parse: dollarAmount('--max-cost'),
  },
  dryRun: {
    flags: '--dry-run',
    description: 'send nothing; show the prompt, the files, the tokens and the worst cost',
  },
  json: { flags: '--json', description: 'print one JSON object, also on failure' },
  streamJson: {
    flags: '--stream-json',
    description: "print Anthropic's stream events as they come, a JSON object a line, then the object of --json",
  },
  yes: { flags: '-y, --yes', description: 'never ask, assume yes: edits are written without a question' },
  quiet: { flags: '-q, --quiet', description: 'print nothing on standard error but errors' },
  verbose: {
    flags: '-v, --verbose',
    description: 'say more on standard error: the id called, the request id, error details (also BEDROCK_DEBUG=true)',
  },
  color: { flags: '--no-color', description: 'no colour (also NO_COLOR=1)' },
  exact: { flags: '--exact', description: 'have Bedrock count, instead of estimating' },
  pin: {
    flags: '--pin',
    description: 'write what is shown into outcrop.config.json: what each family means today, or the limits',
  },
  account: { flags: '--account <id>', description: 'AWS account of the policy; default: *, any account' },
  firstUse: {
    flags: '--first-use',
    description: 'also allow the AWS Marketplace subscription that the first call of a model in an account makes',
  },
  diagnose: {
    flags: '--diagnose',
    description: 'also allow what outcrop doctor and outcrop quota look at',
  },
  host: { flags: '--host <address>', description: 'address to listen on; default 127.0.0.1' },
  port: {
    flags: '--port <n>',
    description: 'port to listen on; 0 picks a free one; default 4580 for emulate, 4590 for serve',
    parse: wholeNumber('--port', { minimum: 0, maximum: 65_535 }),
  },
  config: {
    flags: '--config <file>',
    description: 'JSON file with the behaviour: engine, latency, credentials, region',
  },
  credentials: {
    flags: '--credentials <key:secret>',
    description: "an access key that is accepted besides AWS's documented example key; repeatable",
    parse: credentialPair,
  },
  auth: {
    flags: '--auth <mode>',
    choices: ['verify', 'off'],
    description: 'whether signatures are verified; default verify',
  },
  faults: {
    flags: '--faults <list>',
    description: 'run the program once with each of these faults, and report what it makes of them; all: every kind',
    parse: nameList('--faults'),
  },
  faultCalls: {
    flags: '--fault-calls <which>',
    choices: ['first', 'each'],
    description: 'which of its calls the faults are for; default first',
  },
  timeout: {
    flags: '--timeout <seconds>',
    description:
      'how long a run of the program (--faults; default 60) or of the command of --verify (default 600) may take before it is killed with its children',
    parse: wholeNumber('--timeout', { minimum: 1, maximum: 1_000_000 }),
  },
  report: {
    flags: '--report <format=file>',
    description:
      'write the report to a file as well; repeatable. Formats: sarif, github, junit, rdjson, markdown, json, text; exec has text, json, junit',
    parse: reportFile,
  },
  by: {
    flags: '--by <what>',
    choices: usageDimensions,
    description: 'what to group by; default model',
  },
  since: {
    flags: '--since <when>',
    description:
      'only what began at this time or later: a day (2026-11-01), a time (2026-11-01T08:00Z) or how long ago (7d, 12h)',
    parse: moment('--since'),
  },
  until: {
    flags: '--until <when>',
    description: 'only what began before this time; a day counts whole',
    parse: moment('--until'),
  },
  csv: { flags: '--csv', description: 'print comma-separated values with a line of headings' },
  template: {
    flags: '-t, --template <name>',
    description: "how the model is asked: a built-in template, one of .outcrop/templates, or one of the home folder's",
  },
  continue: {
    flags: '-c, --continue',
    description: 'go on with the last conversation in this project; the files that it named are read anew',
  },
  diff: {
    flags: '--diff [range]',
    description: 'what changed: in the working tree since the last commit, or in a range as git takes it (main...HEAD)',
  },
  staged: { flags: '--staged', description: 'only what is staged for the next commit' },
  apply: { flags: '--apply', description: 'write the edits, all of them or none, without a question' },
  verify: {
    flags: '--verify <command>',
    description:
      'run this command on the edits, show the model how it fails, and keep only what passes; else the files stay as they were',
  },
  maxAttempts: {
    flags: '--max-attempts <n>',
    description: 'how many times edits are tried with --verify; default 3',
    parse: wholeNumber('--max-attempts', { minimum: 1, maximum: 50 }),
  },
  failOn: {
    flags: '--fail-on <level>',
    choices: failLevels,
    description: 'exit with 1 if there is a finding of this severity or a worse one; default never',
  },
  baseline: {
    flags: '--baseline <file>',
    description: 'findings that are known: they are neither shown nor counted',
  },
  secondLook: {
    flags: '--second-look <name>',
    description: 'model that looks at each finding a second time; none leaves that out; default haiku',
  },
  updateBaseline: {
    flags: '--update-baseline',
    description: 'write all findings of this run to the file of --baseline',
  },
}
