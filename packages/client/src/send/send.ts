import type { Clock } from '../clock/index.js'
import type { Redactor } from '../errors/redact.js'
import type { Exchange } from '../invocation/index.js'
import { RunningExchange } from './running-exchange.js'
import type { Transport } from './transport.js'

/** What sending needs. */
interface SendPorts {
  readonly transport: Transport
  readonly clock: Clock
  readonly redactor: Redactor
}

/**
 * The last stage: carries a request within its deadlines. Resolves at the proper end of the answer.
 *
 * @throws ServiceError `network` or `deadline`; AbortedError; and whatever the receiver throws
 */
export function createSend({ transport, clock, redactor }: SendPorts): Exchange {
  return (request, receiver) =>
    new Promise<void>((resolve, reject) => {
      new RunningExchange({ request, receiver }, { clock, redactor }, { resolve, reject }).start(transport)
    })
}
