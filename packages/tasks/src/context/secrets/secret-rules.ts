/** A kind of secret, and how it looks. */
export interface SecretRule {
  /** Stable, in messages and in the mark that takes the secret's place. */
  readonly name: string
  /** Global; the group `secret`, or the whole match, is what is taken out. */
  readonly pattern: RegExp
  /** A literal without which the pattern cannot match, in lower case: most texts are told by it alone. */
  readonly hint: readonly string[]
  /** The least bits of entropy a character; for patterns that fit harmless values too. */
  readonly entropy?: number
}

const quoted = (names: string, value: string) =>
  new RegExp(
    `(?<![A-Za-z])(?:${names})["'\`\\]]{0,3}\\s{0,20}(?::=|=>|[:=])\\s{0,20}["'\`]?(?<secret>${value})(?![\\w/+=.-])`,
    'gi',
  )

/** In the order in which they are looked for: what the first finds, no later one does. */
export const secretRules: readonly SecretRule[] = [
  {
    name: 'private key',
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?<secret>(?:(?!-----)[\s\w+/=:,.*"'\\-])+)-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g,
    hint: ['private key'],
  },
  {
    name: 'AWS access key id',
    pattern: /(?<![A-Za-z0-9+/])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9+/])/g,
    hint: ['akia', 'asia'],
  },
  {
    name: 'AWS secret access key',
    pattern: quoted('aws_?-?secret_?-?(?:access_?-?)?key|secret_?-?access_?-?key', '[A-Za-z0-9+/]{40}'),
    hint: ['secret'],
    entropy: 3.5,
  },
  {
    name: 'AWS session token',
    pattern: quoted('(?:aws_?-?)?(?:session|security)_?-?token', '[A-Za-z0-9+/]{100,}={0,2}'),
    hint: ['token'],
  },
  {
    name: 'Bedrock API key',
    pattern: /(?<![\w-])(?:ABSK[A-Za-z0-9+/]{60,}={0,2}|bedrock-api-key-[A-Za-z0-9+/]{40,}={0,2})/g,
    hint: ['absk', 'bedrock-api-key-'],
  },
  {
    name: 'GitHub token',
    pattern: /(?<![\w-])(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![\w-])/g,
    hint: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
  },
  {
    name: 'GitLab token',
    pattern: /(?<![\w-])gl(?:pat|dt|rt|cbt|ptt|oas|soat|ft)-[\w-]{20,64}/g,
    hint: ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'gloas-', 'glsoat-', 'glft-'],
    entropy: 3,
  },
  {
    name: 'Slack token',
    pattern: /(?<![\w-])xox[abeoprs]-(?:\d+-){1,3}[A-Za-z0-9-]{20,}|(?<![\w-])xapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{40,}/g,
    hint: ['xox', 'xapp-'],
  },
  {
    name: 'Slack webhook',
    pattern:
      /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/(?<secret>T[A-Z0-9]{8,}\/[A-Z0-9]{8,}\/[A-Za-z0-9]{20,})/g,
    hint: ['hooks.slack.com'],
  },
  {
    name: 'Stripe key',
    pattern: /(?<![\w-])(?:[sr]k_(?:live|test)_[A-Za-z0-9]{20,}|whsec_[A-Za-z0-9+/]{24,})/g,
    hint: ['k_live_', 'k_test_', 'whsec_'],
    entropy: 3.2,
  },
  { name: 'Google API key', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g, hint: ['aiza'], entropy: 3.2 },
  { name: 'Google OAuth secret', pattern: /(?<![\w-])GOCSPX-[\w-]{28}(?![\w-])/g, hint: ['gocspx-'] },
  { name: 'Anthropic API key', pattern: /(?<![\w-])sk-ant-(?:api|admin|oat|sid)\d{2}-[\w-]{60,}/g, hint: ['sk-ant-'] },
  {
    name: 'OpenAI API key',
    pattern:
      /(?<![\w-])sk-(?:proj-|svcacct-|admin-)?[\w-]{20,}T3BlbkFJ[\w-]{20,}|(?<![\w-])sk-[A-Za-z0-9]{48}(?![\w-])/g,
    hint: ['sk-'],
  },
  { name: 'npm token', pattern: /(?<![\w-])npm_[A-Za-z0-9]{36}(?![\w-])/g, hint: ['npm_'] },
  { name: 'PyPI token', pattern: /(?<![\w-])pypi-AgE[\w-]{50,}/g, hint: ['pypi-'] },
  { name: 'Hugging Face token', pattern: /(?<![\w-])hf_[A-Za-z]{34}(?![\w-])/g, hint: ['hf_'], entropy: 3.5 },
  { name: 'SendGrid key', pattern: /(?<![\w-])SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g, hint: ['sg.'] },
  { name: 'JSON Web Token', pattern: /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g, hint: ['eyj'] },
  {
    name: 'password in a URL',
    pattern:
      /(?<![\w])[a-z][a-z0-9+.-]{1,20}:\/\/(?!(?:user(?:name)?|anonymous|foo|u):)[^\s:/?#@"'`<>{}$]{1,64}:(?<secret>[^\s:/?#@"'`<>{}$]{3,128})@(?!(?:[\w.-]+\.)?(?:example\.|[\w-]+\.example|localhost\b|127\.))[\w.[-]/gi,
    hint: ['://'],
    entropy: 2,
  },
  {
    name: 'password in a connection string',
    pattern:
      /(?:server|data source|host|accountname|endpoint)=[^\n"'`]{1,200}?;\s*(?:pwd|password|accountkey|sharedaccesskey)=(?<secret>[^;\s"'`<>{}$]{6,200})/gi,
    hint: ['pwd=', 'password=', 'accountkey=', 'sharedaccesskey='],
    entropy: 2.5,
  },
  {
    name: 'authorization header',
    pattern: /\bauthorization["']?\s*[:=,]\s*["'`]?(?:bearer|basic|token)\s+(?<secret>[\w+/=.~-]{20,})/gi,
    hint: ['authorization'],
    entropy: 3.5,
  },
  {
    name: 'secret value',
    pattern:
      /(?<![\w-])(?<secretName>[A-Za-z_][\w-]{2,80})["'`\]]{0,3}[ \t]{0,20}(?::=|=>|[:=])\s{0,20}(?:[brf]?["'`](?<quoted>[\w+/=.~!@#%^&*-]{16,200})["'`]|(?<bare>[A-Za-z0-9+/_-]{20,200}={0,2})[ \t]*$)/gm,
    hint: [
      'secret',
      'token',
      'passw',
      'pwd',
      'api_key',
      'apikey',
      'api-key',
      'credential',
      'private_key',
      'privatekey',
      'auth',
    ],
    entropy: 3.6,
  },
]

/** The names that make a value of high entropy a secret. */
export const secretNames =
  /(?:^|[_-])(?:secret|token|passw(?:or)?d|pwd|passphrase|api_?-?key|access_?-?key|auth_?-?key|private_?-?key|encryption_?-?key|signing_?-?key|client_?-?secret|credentials?)(?:$|[_-]?(?:key|value|hash|id|base64|b64|string|prod|production|live|dev|staging|test)?$)/i
