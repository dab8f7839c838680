import { usageError } from '../outcome/command-error.js'

/** Who wanted to listen, and where. */
interface Wanted {
  readonly command: string
  readonly host: string
  readonly port: number
}

/** Why a port could not be opened, as an error that says what to do; any other error as it is. */
export function listenError(error: unknown, { command, host, port }: Wanted): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    const remedy = `Stop what listens there, or pick a free port: outcrop ${command} --port 0`
    return usageError(`port ${port} of ${host} is taken`, remedy)
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return usageError(`this machine has no address ${host}`, 'Use --host 127.0.0.1, or leave it out.')
  }
  if (code === 'EACCES') return usageError(`port ${port} may not be listened on`, 'Choose a port above 1023.')
  return error
}

/** Resolves when the command is told to stop. */
export function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
