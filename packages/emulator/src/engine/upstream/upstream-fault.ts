import { Buffer } from 'node:buffer'
import { readErrorAnswer } from '@outcrop/wire/bedrock'
import { ServiceFault } from '../../answer/service-fault.js'

/** What Bedrock says when a model fails, with what the model itself said. */
export function modelError(message: string, originalStatusCode = 500): ServiceFault {
  return new ServiceFault(424, 'ModelErrorException', message, {
    bodyText: JSON.stringify({ message, originalStatusCode }),
  })
}

/** A refusal of the server behind the emulator as Bedrock would tell one of its model. */
export function upstreamFault(status: number, body: Uint8Array): ServiceFault {
  const { message } = readErrorAnswer(status, {}, Buffer.from(body))
  const said = `The upstream model answered ${status}: ${message}`
  if (status === 429) return new ServiceFault(429, 'ThrottlingException', said)
  if (status === 408 || status === 504) return new ServiceFault(408, 'ModelTimeoutException', said)
  if (status === 503) return new ServiceFault(503, 'ServiceUnavailableException', said)
  return modelError(said, status)
}
