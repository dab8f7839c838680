/** A variable that holds a credential, as it may be shown. */
interface CredentialVariable {
  readonly name: string
  /** Enough of a key id to tell which it is, and nothing of a secret. */
  readonly masked: string
}

const hidden = '****'

/** The credentials in the environment, masked. Those of AWS's files are AWS's library's to read. */
export function credentialVariables(env: Readonly<Record<string, string | undefined>>): readonly CredentialVariable[] {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_BEARER_TOKEN_BEDROCK']
  return names.flatMap((name) => {
    const value = env[name] ?? ''
    if (value === '') return []
    return [{ name, masked: name === 'AWS_ACCESS_KEY_ID' ? maskKeyId(value) : hidden }]
  })
}

/** The id of an access key is no secret, but four characters at each end tell two of them apart. */
function maskKeyId(id: string): string {
  return id.length < 16 ? hidden : `${id.slice(0, 4)}${hidden}${id.slice(-4)}`
}
