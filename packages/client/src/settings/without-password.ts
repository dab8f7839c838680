/** An address as it may be shown: the password of a proxy is left out. */
export function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^/@:]*):[^/@]*@/, '$1:…@')
}
