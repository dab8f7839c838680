import type { CommandSpec } from './command-spec.js'
import { answering, connection, shown } from './option-groups.js'
import { taskCommands } from './task-commands.js'

export type { CommandSpec } from './command-spec.js'

const commandSpecs = {
  ask: {
    aliases: ['explain'],
    operands: '<prompt> [files...]',
    maxOperands: Number.POSITIVE_INFINITY,
    summary: 'answer a question about code',
    description:
      'Answers a question about code. Files named after the prompt go into it whole, and so does standard input when it is piped. Without a prompt, standard input is the prompt.',
    options: answering,
    examples: [
      { line: 'outcrop "What does a Bloom filter trade away?"', does: 'asks without a file' },
      { line: 'outcrop ask "Is this thread safe?" src/cache.ts', does: 'asks about a file' },
      { line: 'git diff | outcrop "commit message" -m haiku', does: 'asks about what is piped in' },
    ],
    load: () => import('../commands/ask.js'),
  },
  generate: {
    aliases: [],
    operands: '<prompt> [files...]',
    maxOperands: Number.POSITIVE_INFINITY,
    summary: 'write code',
    description:
      'Writes code as the prompt says. Files named after the prompt go into it whole, and so does standard input when it is piped. The answer streams as Markdown; -x keeps only the code.',
    options: answering,
    examples: [
      { line: 'outcrop generate "median in TypeScript" -x > median.ts', does: 'writes only the code' },
      { line: 'outcrop generate "Add input validation" src/form.ts', does: 'works on a file' },
      { line: 'outcrop generate "median in TypeScript" --local', does: 'tries it without an AWS account' },
    ],
    load: () => import('../commands/generate.js'),
  },
  ...taskCommands,
  health: {
    aliases: [],
    operands: '',
    maxOperands: 0,
    summary: 'check credentials, models, client and one small call',
    description:
      'Checks in four steps that a call would work: credentials, model configuration, client, and one call of a few tokens. Each step passes or fails with its remedy; the exit code is that of the first failure.',
    options: ['model', ...connection, ...shown],
    examples: [
      { line: 'outcrop health', does: 'checks the default model' },
      { line: 'outcrop health -m opus --region eu-central-1', does: 'checks one model in one region' },
    ],
    load: () => import('../commands/health.js'),
  },
  doctor: {
    aliases: [],
    operands: '',
    maxOperands: 0,
    summary: 'find out what is wrong with a set-up, and how to mend it',
    description:
      'Looks at everything that a call takes: settings, credentials, who they belong to (STS), region, permissions (IAM), model access and use case form, data retention, inference profile, quotas, proxy, TLS and clock, and makes one call of a few tokens. Each step passes, fails with the exact fix, or is skipped because a step before it failed or nobody may look. The exit code is that of the first failure. Asks AWS only what it answers for free, but for the one call. docs/doctor.md tells more.',
    options: ['model', ...connection, ...shown],
    examples: [
      { line: 'outcrop doctor', does: 'examines the default model' },
      { line: 'outcrop doctor -m claude-fable-5-1 --region us-west-2 --json', does: 'examines another, for a script' },
    ],
    load: () => import('../commands/doctor.js'),
  },
  models: {
    aliases: [],
    operands: '[key]',
    maxOperands: 1,
    summary: 'what may be called here, as which id, at what price',
    description:
      'Lists the models that can be called from the region, with the id that is sent, limits, and prices in US dollars for a million tokens. With a key, everything known about that model.',
    options: ['pin', ...connection, ...shown],
    says: { pin: 'write into outcrop.config.json what each family of models means today' },
    examples: [
      { line: 'outcrop models --region eu-central-1', does: 'lists what may be called from Frankfurt' },
      { line: 'outcrop models sonnet', does: 'says what sonnet means here today, and all about it' },
      { line: 'outcrop models --pin', does: "keeps today's meaning of the families in outcrop.config.json, for CI" },
    ],
    load: () => import('../commands/models.js'),
  },
  tokens: {
    aliases: [],
    operands: '[files...]',
    maxOperands: Number.POSITIVE_INFINITY,
    summary: 'how many tokens files have, and what they cost as input',
    description:
      'Shows for each file, or for what is piped in, its tokens, a number that the true count stays under, and the cost as input. Estimated offline; with --exact counted by Bedrock, which is free.',
    options: ['model', 'exact', ...connection, ...shown],
    examples: [
      { line: 'outcrop tokens src/*.ts -m opus', does: 'estimates each file and their sum' },
      { line: 'git diff | outcrop tokens --exact -m claude-sonnet-4-5', does: 'has Bedrock count a diff' },
    ],
    load: () => import('../commands/tokens.js'),
  },
  quota: {
    aliases: [],
    operands: '[models...]',
    maxOperands: Number.POSITIVE_INFINITY,
    summary: "the account's limits: tokens and requests a minute, tokens a day",
    description:
      "Asks Service Quotas for the account's limits of the models that can be called from the region, beside AWS's defaults, with the code that names a limit where a higher one is asked for. Needs AWS credentials that may servicequotas:ListServiceQuotas and servicequotas:ListAWSDefaultServiceQuotas; a Bedrock API key does not do. docs/quota.md tells how calls wait.",
    options: ['pin', ...connection, ...shown],
    says: { pin: 'write the limits into outcrop.config.json, so that calls wait for them' },
    examples: [
      { line: 'outcrop quota --region eu-central-1', does: 'shows the limits in Frankfurt' },
      {
        line: 'outcrop quota sonnet opus --pin',
        does: 'keeps the limits in outcrop.config.json, for calls to wait for',
      },
    ],
    load: () => import('../commands/quota.js'),
  },
  iam: {
    aliases: [],
    operands: '[models...]',
    maxOperands: Number.POSITIVE_INFINITY,
    summary: 'the least-privilege IAM policy for the models in use',
    description:
      'Prints the IAM policy that allows calling the models and counting their tokens, and nothing else: their inference profiles, and the models in every region the profiles lead to. Without models: the default model and those pinned in outcrop.config.json.',
    options: ['model', 'account', 'firstUse', 'diagnose', ...connection, ...shown],
    examples: [
      { line: 'outcrop iam --account 111122223333 > policy.json', does: 'writes the policy of the default model' },
      { line: 'outcrop iam sonnet haiku --region eu-west-1', does: 'prints the policy of two models' },
    ],
    load: () => import('../commands/iam.js'),
  },
  usage: {
    aliases: [],
    operands: '',
    maxOperands: 0,
    summary: 'what was used and what it cost, by model, task, project or day',
    description:
      'Sums up the ledger: every request that this machine has sent with outcrop, also those that failed or were interrupted, with its tokens and its list price. Emulated requests were billed by nobody and are kept apart: --local shows them instead. docs/usage.md tells more.',
    options: ['by', 'since', 'until', 'csv', 'local', 'envFile', ...shown],
    says: { local: 'sum up the emulated requests instead (also OUTCROP_LOCAL=1)' },
    examples: [
      { line: 'outcrop usage --since 30d --by day', does: 'shows what each of the last days cost' },
      { line: 'outcrop usage --by project --since 2026-11-01 --until 2026-11-30 --csv', does: 'exports a month' },
    ],
    load: () => import('../commands/usage.js'),
  },
  config: {
    aliases: [],
    operands: '',
    maxOperands: 0,
    summary: 'every setting, its value, and where it comes from',
    description:
      'Prints each setting with its value and its origin: a flag, the environment, the project file outcrop.config.json, the user file, or the default. Secrets are masked.',
    options: ['model', ...connection, ...shown],
    examples: [{ line: 'outcrop config --region eu-west-1', does: 'shows what a command with this flag would use' }],
    load: () => import('../commands/config.js'),
  },
  emulate: {
    aliases: [],
    operands: '',
    maxOperands: 0,
    summary: 'serve a local Bedrock for any client',
    description:
      'Serves a local Bedrock on one port until it is told to stop: the runtime and the control plane, HTTP/1.1 and HTTP/2 without TLS, with signatures verified. Any Bedrock client may call it.',
    options: ['host', 'port', 'config', 'credentials', 'auth', ...shown],
    says: { port: 'port to listen on; 0 picks a free one; default 4580' },
    examples: [
      { line: 'outcrop emulate', does: 'listens on 127.0.0.1:4580' },
      { line: 'outcrop emulate --port 0 --json', does: 'prints {"event":"listening","url":…} as its first line' },
    ],
    load: () => import('../commands/emulate.js'),
  },
  serve: {
    aliases: [],
    operands: '',
    maxOperands: 0,
    summary: 'serve Bedrock to agents and applications',
    description:
      "Serves Anthropic's Messages API, Bedrock's own routes and /api/generate on one port until it is told to stop: any client gains quota, budgets, the ledger and retries by changing its address. OUTCROP_GATEWAY_KEY is the key that callers send; without it only this machine is served. The access log goes to standard error, one JSON object a request. docs/gateway.md tells more.",
    options: ['host', 'port', 'maxCost', 'model', ...connection, ...shown],
    says: {
      port: 'port to listen on; 0 picks a free one; default 4590',
      maxCost: 'refuse a call that could bring the sum of all above this many US dollars',
      model: 'model for callers of /api/generate that name none',
    },
    examples: [
      { line: 'outcrop serve', does: 'listens on 127.0.0.1:4590, for this machine only' },
      { line: 'outcrop serve --max-cost 20', does: 'refuses calls that could pass 20 US dollars in all' },
      { line: 'outcrop serve --local', does: 'serves emulated answers, without an AWS account' },
    ],
    load: () => import('../commands/serve.js'),
  },
  exec: {
    aliases: [],
    operands: '-- <program> [arguments...]',
    maxOperands: Number.POSITIVE_INFINITY,
    passesThrough: true,
    summary: 'run any program against a local Bedrock, or through the gateway',
    description:
      'Runs a program, in any language, through a gateway of its own to Bedrock; with --max-cost the gateway refuses what could pass it. With --local it runs against a local Bedrock instead. The environment points AWS SDKs, Anthropic SDKs and Claude Code there. The program keeps its standard streams, its signals and its exit code; afterwards a receipt on standard error tells calls, refusals, tokens and cost by model, and through the gateway retries and cache hits too. With --faults it is run once with each fault, and the report says what it reported, recovered from, swallowed or hung on. docs/exec.md tells more.',
    options: ['maxCost', 'faults', 'faultCalls', 'timeout', 'report', 'config', ...connection, ...shown],
    says: {
      maxCost: 'refuse a call that could bring the sum of all above this many US dollars',
      timeout: 'how long a run with --faults may take before it is killed with its children; default 60',
      report: 'write the report of --faults to a file as well; repeatable. Formats: text, json, junit',
      config: 'JSON file with the behaviour of the local Bedrock: engine, latency, credentials, region',
    },
    examples: [
      { line: 'outcrop exec --max-cost 5 -- claude', does: 'runs Claude Code for 5 US dollars at most' },
      { line: 'outcrop exec --local -- npm test', does: 'runs a test suite without an AWS account' },
      { line: 'outcrop exec --local -- claude -p "Say hi"', does: 'runs Claude Code without a model' },
      {
        line: 'outcrop exec --local --faults all --report junit=faults.xml -- python app.py',
        does: 'finds the faults that it swallows or hangs on; exit 1 if there are any',
      },
    ],
    load: () => import('../commands/exec.js'),
  },
  completion: {
    aliases: [],
    operands: '<shell>',
    maxOperands: 1,
    summary: 'the script that completes commands and options in a shell',
    description:
      'Prints a script that bash, zsh or fish sources, made from the same tables as this help: commands, options, the values of those that have fixed ones, and models.',
    options: [...shown],
    examples: [
      {
        line: 'outcrop completion bash > ~/.local/share/bash-completion/completions/outcrop',
        does: 'for bash; source <(outcrop completion bash) for this shell alone',
      },
      { line: 'outcrop completion zsh > ~/.zfunc/_outcrop', does: 'for zsh, where ~/.zfunc is in fpath' },
      { line: 'outcrop completion fish > ~/.config/fish/completions/outcrop.fish', does: 'for fish' },
    ],
    load: () => import('../commands/completion.js'),
  },
} as const satisfies Record<string, CommandSpec>

export type CommandName = keyof typeof commandSpecs

export const commandTable: Readonly<Record<CommandName, CommandSpec>> = commandSpecs

export const commandNames = Object.keys(commandSpecs) as readonly CommandName[]

/** The command a word names, by its name or an alias. */
export function findCommand(word: string): CommandName | undefined {
  return commandNames.find((name) => name === word || commandTable[name].aliases.includes(word))
}

/**
 * Words that later versions have commands for. Today they are an error even where another single word would be taken
 * for a prompt, so that a script does not change its meaning under an update.
 */
export const reservedWords: ReadonlySet<string> = new Set('bulk forecast keys replay'.split(' '))
