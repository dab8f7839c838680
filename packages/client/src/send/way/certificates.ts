import { readFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'

/** Files of certificate authorities to trust besides those of Node, as PEM. */
export interface CertificateFiles {
  readonly caBundle: string | undefined
  readonly extraCaCerts: string | undefined
}

/**
 * The authorities to trust, or undefined for Node's own. Node reads NODE_EXTRA_CA_CERTS itself, but only as it starts,
 * and forgets it as soon as a list is given; so with a bundle both files go into the list, beside the public ones.
 *
 * @throws Error `ENOENT_CA` if a file cannot be read
 */
export function trustedCertificates({ caBundle, extraCaCerts }: CertificateFiles): string[] | undefined {
  const files = [caBundle, extraCaCerts].filter((file) => file !== undefined)
  if (files.length === 0) return undefined
  return [...rootCertificates, ...files.map(readPem)]
}

function readPem(path: string): string {
  try {
    const text = readFileSync(path, 'utf8')
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  } catch {
    // Answered below: whether it is missing or no PEM file, the remedy is the same.
  }
  throw Object.assign(new Error(`No certificates in ${path}`), { code: 'ENOENT_CA' })
}
