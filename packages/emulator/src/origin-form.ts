/** The path and query of a request target. Clients that believe to speak to a proxy send the whole URL. */
export function originForm(target: string): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '')
}
