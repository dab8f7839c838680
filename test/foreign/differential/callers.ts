import { fable5, haiku45 } from './requests.js'
import { bad, converse, converseStream, invoke, invokeStream } from './row.js'
import type { Refused, Row } from './row.js'

const forbidden = (error: string, message: string): Refused => ({ status: 403, error, message })
export const callers: readonly Row[] = [
  invoke(
    'callers: an expired session',
    'wire errors',
    haiku45,
    {},
    forbidden('ExpiredTokenException', 'The security token included in the request is expired'),
    { caller: 'expired' },
  ),
  converseStream(
    'callers: an expired session',
    'wire errors',
    haiku45,
    {},
    forbidden('ExpiredTokenException', 'The security token included in the request is expired'),
    { caller: 'expired' },
  ),
  converse(
    'callers: an unknown key',
    'wire errors',
    haiku45,
    {},
    forbidden('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    { caller: 'unknownKey' },
  ),
  invokeStream(
    'callers: a wrong secret',
    'bedrock 4.3',
    haiku45,
    {},
    forbidden(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
    { caller: 'wrongSecret' },
  ),
  converse(
    'callers: a bad API key',
    'wire clients 10',
    haiku45,
    {},
    forbidden('AccessDeniedException', 'Authentication failed: Please make sure your API Key is valid.'),
    { caller: 'badBearer' },
  ),
  invoke(
    'callers: data kept from review on Fable 5',
    'bedrock 4.3',
    fable5,
    {},
    bad("data retention mode 'default' is not available for this model"),
    { caller: 'unreviewed' },
  ),
]
