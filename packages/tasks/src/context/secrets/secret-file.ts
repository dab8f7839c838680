/** Files whose purpose is to hold a secret: they are refused whole, because what is left after redaction is of no use. */
const byName: readonly { readonly name: RegExp; readonly holds: RegExp; readonly kind: string }[] = [
  {
    name: /(?:^|\/)\.env(?!\.(?:example|sample|template|dist|defaults?)$)(?:\.[\w.-]+)?$|(?:^|\/)[\w-]+\.env$/,
    holds: /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=\s*["']?[^\s"'#]/m,
    kind: 'an environment file with values',
  },
  {
    name: /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|[^/]+\.(?:pem|key|ppk|pk8))$/,
    holds: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|^PuTTY-User-Key-File/m,
    kind: 'a private key',
  },
  {
    name: /(?:^|\/)\.aws\/(?:credentials|config)$|(?:^|\/)credentials$/,
    holds: /aws_secret_access_key|aws_session_token/i,
    kind: 'AWS credentials',
  },
  { name: /(?:^|\/)\.npmrc$/, holds: /_(?:authToken|auth|password)\s*=\s*[^\s$]/, kind: 'npm credentials' },
  { name: /(?:^|\/)(?:\.netrc|_netrc)$/, holds: /\bpassword\s+\S/, kind: 'a file of passwords (netrc)' },
  { name: /(?:^|\/)\.git-credentials$/, holds: /:\/\/[^\s/:@]+:[^\s/@]+@/, kind: 'git credentials' },
  { name: /(?:^|\/)\.pgpass$/, holds: /^[^#\s].*:/m, kind: 'a file of passwords (pgpass)' },
  {
    name: /(?:^|\/)\.?docker\/config\.json$|(?:^|\/)\.dockercfg$/,
    holds: /"auth"\s*:\s*"[^"]/,
    kind: 'Docker credentials',
  },
  {
    name: /(?:^|\/)\.?kube\/config$|kubeconfig[^/]*$/,
    holds: /^\s*(?:token|password|client-key-data)\s*:\s*\S/m,
    kind: 'Kubernetes credentials',
  },
  {
    name: /\.tfstate(?:\.backup)?$/,
    holds: /"(?:resources|modules|outputs)"\s*:/,
    kind: 'the state of Terraform, which holds secrets in the clear',
  },
  {
    name: /\.json$/,
    holds: /"type"\s*:\s*"service_account"[^]{0,4000}"private_key"\s*:\s*"-----BEGIN/,
    kind: 'the key of a Google service account',
  },
  { name: /(?:^|\/)\.pypirc$/, holds: /^\s*password\s*[:=]\s*\S/m, kind: 'PyPI credentials' },
  { name: /(?:^|\/)\.htpasswd$/, holds: /^[^:#\s]+:\S/m, kind: 'a file of passwords (htpasswd)' },
  {
    name: /(?:^|\/)(?:secrets?|credentials)\.(?:json|ya?ml|toml|ini|properties)$/,
    holds: /(?:secret|password|token|private_key|api_?key)["']?\s*[:=]\s*["']?[^\s"'{[<$]{8}/i,
    kind: 'a file of credentials',
  },
]

/** What kind of secret a file is as a whole; undefined for one that is none. */
export function secretFileKind(path: string, text: string): string | undefined {
  return byName.find(({ name, holds }) => name.test(path) && holds.test(text))?.kind
}
