// Writes docs/configuration.md from the client's table of settings. Run it after a build, when a setting has changed.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What each setting means, and its default. Every setting of the table has to be here, and nothing else. */
const meanings = {
  region: 'AWS region to call; else that of the AWS profile, else `us-east-1`, which is said',
  profile: 'profile of the AWS config and credentials files (`--profile`)',
  endpoint: 'address of the runtime: a VPC endpoint, a gateway, a local Bedrock (`--endpoint-url`); else AWS’s',
  controlEndpoint: 'address of the control plane, which knows inference profiles; else AWS’s',
  quotasEndpoint: 'address of Service Quotas; else AWS’s',
  stsEndpoint: 'address of STS, for `outcrop doctor`; else AWS’s',
  iamEndpoint: 'address of IAM, for `outcrop doctor`; else AWS’s',
  defaultModel: 'model of the calls that name none (`-m`); else `sonnet`',
  residency: 'where inference may run (`--residency`); else the geography of the region',
  maxRetries: 'attempts after the first; else 2',
  timeoutMs:
    'longest wait without progress, in milliseconds; else 600000, because a model may think that long in silence',
  logLevel: 'what is logged; else `warn`',
  debug: 'show each attempt on standard error; else false',
  local: 'answer from a local Bedrock in the same process (`--local`), for the command line only; else false',
  home: 'folder of the ledger, the history and the user’s file; else `~/.outcrop`',
  models: 'a JSON file that is laid over the [registry](models.md#a-file-of-your-own)',
  pins: 'what a family means here; `outcrop models --pin` writes it',
  maxQueueMs: 'longest wait for quota, in milliseconds; else 120000 for the command line',
  quotas: 'limits of the account by model; `outcrop quota --pin` writes them',
  budget: 'what may be spent, by list price, by all commands that share a ledger',
  project: 'for whose project calls are counted; else the name of the git repository',
  user: 'for which person calls are counted; else the name of the system’s user',
  fips: 'call FIPS hosts; else false',
  dualStack: 'call hosts that answer over IPv6 too; else false',
  httpsProxy: 'proxy for https addresses',
  httpProxy: 'proxy for http addresses',
  noProxy: 'hosts that are called without a proxy',
  caBundle: 'file of certificate authorities to trust, in place of the system’s',
  extraCaCerts: 'file of certificate authorities to trust besides',
}

/** @param {Record<string, {variables: readonly string[], inFiles: boolean, expected: string}>} table */
export function configurationReference(table) {
  const rows = Object.entries(table).map(([name, { variables, inFiles, expected }]) => {
    if (meanings[name] === undefined)
      throw new Error(`scripts/configuration-reference.js does not say what ${name} means`)
    const from = variables.map((variable) => `\`${variable}\``).join(', ')
    return `| \`${name}\` | ${meanings[name]} | ${from} | ${inFiles ? 'yes' : ''} | ${expected.replaceAll('|', '\\|')} |`
  })
  return `# Configuration

<!-- Written by \`node scripts/configuration-reference.js\` from packages/client/src/settings; a test keeps it true. -->

Strongest first: command line or option, environment, \`outcrop.config.json\` of the project (searched for upwards from the
working folder), \`config.json\` in OUTCROP_HOME, AWS profile, default. \`outcrop config\` prints every setting, its value and
where it came from:

\`\`\`sh
outcrop config
outcrop config --json
\`\`\`

A file is a JSON object with the settings below that may stand in one:

\`\`\`json
{
  "region": "eu-central-1",
  "defaultModel": "sonnet",
  "pins": { "sonnet": "claude-sonnet-4-5" },
  "budget": { "usd": 5, "per": "day" }
}
\`\`\`

The library takes the same as options of \`createClient\`, reads the environment, and never reads these files. A wrong value
is an error that names its place and what is accepted; one that is empty counts as not set.

| setting | meaning | variables, the first that is set wins | in files | accepted |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

## Credentials

They are read as by the AWS SDK: \`AWS_ACCESS_KEY_ID\`, \`AWS_SECRET_ACCESS_KEY\` and \`AWS_SESSION_TOKEN\`, profiles, SSO, roles,
web identity, containers, instances. A Bedrock API key in \`AWS_BEARER_TOKEN_BEDROCK\` wins over all of them. They are never
shown, and never stand in Outcrop's files.

## Other variables

| variable | meaning |
| --- | --- |
| \`OUTCROP_GATEWAY_KEY\` | the key that callers of \`outcrop serve\` have to send; without it loopback only is served |
| \`NO_COLOR\` | no colour |

\`--env-file FILE\` reads variables from a file; those that are set already win.
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { settingTable } = await import('../packages/client/dist/settings/setting-table.js')
  writeFileSync(new URL('../docs/configuration.md', import.meta.url), configurationReference(settingTable))
}
