/** Whether an address of a connection is of this machine. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/.test(address)
}

/** Whether a `host` header names this machine; its port does not matter. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false
  return /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/i.test(host)
}
