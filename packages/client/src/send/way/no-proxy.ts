/** Whether a host is this machine: a proxy cannot reach that, so none is asked (as in curl's and Go's clients). */
function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host === '::1' || host.startsWith('127.')
  )
}

/**
 * Whether `NO_PROXY` exempts an address: a list of hosts by comma or space, each for itself and all below it (with or
 * without a dot or `*.` before it), with a port if meant so, or `*` for all.
 */
export function isExempt(url: URL, noProxy: string | undefined): boolean {
  const host = url.hostname.toLowerCase()
  if (isLoopback(host)) return true
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return (noProxy ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [, name = entry, onlyPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? []
      if (onlyPort !== undefined && onlyPort !== port) return false
      const domain = name.replace(/^\*?\./, '')
      return host === domain || host.endsWith(`.${domain}`)
    })
}
