// The agents that complete a task against the local Bedrock, unmodified, and how each is told where it is.

/** No account, no update, no report: an agent in a test speaks with this machine only. */
const quiet = {
  DISABLE_TELEMETRY: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_AUTOUPDATER: '1',
  DISABLE_BUG_COMMAND: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DO_NOT_TRACK: '1',
  OPENCODE_DISABLE_AUTOUPDATE: '1',
  OPENCODE_DISABLE_MODELS_FETCH: '1',
  OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
  OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
}

/**
 * @typedef {object} Agent
 * @property {string} name
 * @property {string} package on npm
 * @property {string} binary
 * @property {string} way how it calls Bedrock
 * @property {Record<string, string>} env
 * @property {Record<string, unknown>} files what it finds in the folder of its project
 * @property {{path: string, content: unknown}} [settings] what it finds in its home folder; `{env:NAME}` is a variable
 * @property {(prompt: string) => string[]} args
 * @property {true} [scriptedOnly] whether the synthetic engine is of no use to it
 * @property {true} [gateway] whether it goes through the gateway
 * @property {string} [refused] what of its requests is refused, so that it goes on in another way
 * @property {{name: string, input: (path: string, content: string) => unknown}} write its tool that writes a file
 * @property {{name: string, input: (path: string) => unknown}} read
 */

/** @type {Agent} */
const claudeCode = {
  name: 'Claude Code',
  package: '@anthropic-ai/claude-code',
  binary: 'claude',
  way: 'InvokeModelWithResponseStream',
  env: quiet,
  files: {},
  args: (prompt) => ['-p', prompt, '--allowedTools', 'Write,Read'],
  write: { name: 'Write', input: (path, content) => ({ file_path: path, content }) },
  read: { name: 'Read', input: (path) => ({ file_path: path }) },
}

/** @type {Agent} */
const opencode = {
  name: 'opencode',
  package: 'opencode-ai',
  binary: 'opencode',
  way: 'ConverseStream',
  env: quiet,
  files: {
    // It reads no endpoint variable by itself, but its configuration may name one.
    'opencode.json': {
      model: 'amazon-bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      small_model: 'amazon-bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0',
      provider: { 'amazon-bedrock': { options: { endpoint: '{env:AWS_ENDPOINT_URL_BEDROCK_RUNTIME}' } } },
      permission: { edit: 'allow' },
      autoupdate: false,
      share: 'disabled',
    },
  },
  args: (prompt) => ['run', prompt],
  write: { name: 'write', input: (path, content) => ({ filePath: path, content }) },
  read: { name: 'read', input: (path) => ({ filePath: path }) },
}

/** @type {readonly Agent[]} */
export const agents = [
  claudeCode,
  {
    ...claudeCode,
    name: 'Claude Code, through mantle',
    way: 'Messages',
    env: { ...quiet, CLAUDE_CODE_USE_MANTLE: '1' },
  },
  opencode,
  // It tries a system turn amid the others first, which Bedrock does not take, and goes on without.
  { ...claudeCode, gateway: true, way: 'messages', refused: '1 × 400 invalid_request at messages' },
  {
    ...claudeCode,
    name: 'Claude Code, in its Bedrock mode',
    gateway: true,
    env: { ...quiet, CLAUDE_CODE_USE_BEDROCK: '1' },
  },
  {
    ...claudeCode,
    name: 'Claude Code, through mantle',
    gateway: true,
    way: 'messages',
    env: { ...quiet, CLAUDE_CODE_USE_MANTLE: '1' },
  },
  {
    ...opencode,
    gateway: true,
    way: 'messages',
    files: {
      'opencode.json': {
        ...opencode.files['opencode.json'],
        model: 'anthropic/claude-sonnet-4-5',
        small_model: 'anthropic/claude-haiku-4-5',
        provider: {
          anthropic: { options: { baseURL: '{env:ANTHROPIC_BASE_URL}/v1', apiKey: '{env:ANTHROPIC_AUTH_TOKEN}' } },
        },
      },
    },
  },
  {
    name: 'Cline',
    package: 'cline',
    binary: 'cline',
    gateway: true,
    scriptedOnly: true,
    way: 'messages',
    env: quiet,
    files: {},
    settings: {
      path: '.cline/data/settings/providers.json',
      content: {
        version: 1,
        lastUsedProvider: 'anthropic',
        modes: {},
        providers: {
          anthropic: {
            settings: {
              provider: 'anthropic',
              model: 'claude-sonnet-4-5',
              baseUrl: '{env:ANTHROPIC_BASE_URL}/v1',
              apiKey: '{env:ANTHROPIC_AUTH_TOKEN}',
            },
            updatedAt: '2026-11-28T00:00:00.000Z',
            tokenSource: 'manual',
          },
        },
      },
    },
    args: (prompt) => ['--json', '--auto-approve', 'true', prompt],
    write: { name: 'editor', input: (path, content) => ({ path, new_text: content }) },
    read: { name: 'read_files', input: (path) => ({ files: [{ path }] }) },
  },
]
