/** A small file to try commands on: it believes whatever it is given. */
export function parsePort(text: string): number {
  return Number.parseInt(text)
}
