// docs/compatibility.md, from a run of the agents.
/** The clients of test/foreign: what each is, and which test holds it. */
const clients = [
  ['@aws-sdk/client-bedrock-runtime', 'AWS SDK for JavaScript, runtime', 'aws-sdk-runtime.test.ts'],
  ['@aws-sdk/client-bedrock', 'AWS SDK for JavaScript, control plane', 'aws-sdk-control.test.ts'],
  ['@anthropic-ai/bedrock-sdk', "Anthropic's SDK for Bedrock", 'anthropic-bedrock.test.ts'],
  ['@anthropic-ai/sdk', "Anthropic's SDK", 'anthropic-messages.test.ts'],
  ['@ai-sdk/amazon-bedrock', "Vercel's AI SDK", 'ai-sdk.test.ts'],
  ['@langchain/aws', 'LangChain', 'langchain.test.ts'],
]

/** The rows of agents that went one way, or the other. */
const rows = (results, gateway) =>
  results
    .filter(({ agent }) => (agent.gateway ?? false) === gateway)
    .map(
      ({ agent, version, task, calls, passed }) =>
        `| ${agent.name} | \`${agent.package}\` | ${version} | ${agent.way} | ${task.name} | ${calls} | ${passed ? 'done' : 'failed'} |`,
    )

/** @param {readonly {agent: import('./agents.js').Agent, version: string, task: {name: string}, calls: number, passed: boolean}[]} results */
export function compatibilityPage(results, date) {
  return [
    '# Who works with the local Bedrock',
    '',
    '<!-- Written by `npm run test:agents -- --write`. -->',
    '',
    '## Agents',
    '',
    `Programs as npm brings them, unmodified, on ${date.toISOString().slice(0, 10)}. Each was run by`,
    '`outcrop exec --local -- …` with an empty home folder, behind a proxy that lets nobody out, and had to write a file',
    'with its own tool. In the scripted loop the answers are prepared, and it has to read the file back as well; in the',
    'other the synthetic engine calls the tool that the prompt names, and ends after its result.',
    '',
    '| agent | package | version | through | task | calls | result |',
    '| --- | --- | --- | --- | --- | ---: | --- |',
    ...rows(results, false),
    '',
    'Claude Code finds the local Bedrock by the environment that `exec` sets. opencode reads no endpoint variable; its',
    'configuration has to name one:',
    '',
    '```json',
    '{ "provider": { "amazon-bedrock": { "options": { "endpoint": "{env:AWS_ENDPOINT_URL_BEDROCK_RUNTIME}" } } } }',
    '```',
    '',
    'Before its first turn Claude Code lists the inference profiles and probes three models with `max_tokens: 1`. From the',
    'history of a conversation it drops the thinking of every message whose `model` is not the id that it calls, which on',
    'Bedrock is every message; so the local InvokeModel takes such a turn, and answers it without thinking.',
    '',
    '## Agents through the gateway',
    '',
    'The same by `outcrop exec --max-cost 5 --local -- …`: the agent calls the [gateway](gateway.md), which calls the local',
    'Bedrock.',
    '',
    '| agent | package | version | route | task | calls | result |',
    '| --- | --- | --- | --- | --- | ---: | --- |',
    ...rows(results, true),
    '',
    'Claude Code goes by `ANTHROPIC_BASE_URL`, and with `CLAUDE_CODE_USE_BEDROCK=1` or `CLAUDE_CODE_USE_MANTLE=1` by the',
    'addresses of those ways; `exec` sets all of them. Over `ANTHROPIC_BASE_URL` it tries a system turn amid the others,',
    'which Bedrock does not take, reads the refusal, and goes on without. opencode and Cline want the address in their',
    'settings, with `/v1`:',
    '',
    '```json',
    '{ "provider": { "anthropic": { "options": { "baseURL": "{env:ANTHROPIC_BASE_URL}/v1", "apiKey": "{env:ANTHROPIC_AUTH_TOKEN}" } } } }',
    '```',
    '',
    "for opencode's `opencode.json`; for Cline `baseUrl` and `apiKey` of the provider `anthropic` in",
    '`~/.cline/data/settings/providers.json`. Cline offers a web search that Anthropic runs itself and Bedrock does not; the',
    'gateway leaves it out once Bedrock has refused it, and says so in the receipt.',
    '',
    '## Libraries',
    '',
    'Held by tests of this repository at each change, in the versions of package-lock.json. boto3 and the AWS CLI are',
    'tested too, in whatever version is installed.',
    '',
    '| client | package | test |',
    '| --- | --- | --- |',
    ...clients.map(([name, what, test]) => `| ${what} | \`${name}\` | [${test}](../test/foreign/${test}) |`),
    '',
  ].join('\n')
}
