/** Forms in which a secret shows itself, whoever it belongs to. */
const telltale: readonly (readonly [RegExp, string])[] = [
  [/bedrock-api-key-[A-Za-z0-9+/=_-]+/g, 'bedrock-api-key-…'],
  [/\bABSK[A-Za-z0-9+/=_-]{8,}/g, 'ABSK…'],
  [/(\bbearer\s+)[^\s"',;]+/gi, '$1…'],
  [/(x-amz-security-token["']?\s*[:=]\s*["']?)[^\s"'&,;]+/gi, '$1…'],
  [/(\bsignature=)[0-9a-f]{16,}/gi, '$1…'],
  [
    /((?:secret_?access_?key|session_?token|access_?token|refresh_?token|client_?secret|password)["']?\s*[:=]\s*["']?)[^\s"',;}]+/gi,
    '$1…',
  ],
  [/\b((?:A3T|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{4})[A-Z0-9]{8,}\b/g, '$1…'],
  [/(:\/\/)[^\s/@:]+:[^\s/@]+@/g, '$1…@'],
]

/** Shorter values would turn ordinary words into dots. */
const shortestSecret = 8

/** Takes the secrets out of whatever is about to be shown. */
export interface Redactor {
  /** Makes a value known that must never be shown. */
  learn(secret: string | undefined): void
  redact(text: string): string
}

/**
 * A redactor knows what secrets look like and, besides, the very values in use, as far as it was told them. It keeps
 * only the latest few dozen, because credentials that rotate would otherwise fill it.
 */
export function createRedactor(): Redactor {
  const learned = new Set<string>()
  return {
    learn(secret) {
      if (secret === undefined || secret.length < shortestSecret || learned.has(secret)) return
      learned.add(secret)
      if (learned.size > 64) learned.delete(learned.values().next().value as string)
    },
    redact(text) {
      let clean = text
      for (const secret of learned) clean = clean.replaceAll(secret, '…')
      for (const [form, replacement] of telltale) clean = clean.replace(form, replacement)
      return clean
    },
  }
}

/** A copy of a foreign error that is fit to be a `cause`: its name, code and message, without secrets or attachments. */
export function cleanCause(error: unknown, redactor: Redactor): Error {
  const source = error instanceof Error ? error : new Error(String(error))
  const clean = new Error(redactor.redact(source.message))
  clean.name = source.name
  const code = (source as { code?: unknown }).code
  if (typeof code === 'string') Object.assign(clean, { code })
  return clean
}
