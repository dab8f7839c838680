// The AWS SDK put on HTTP/1.1.
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { open as openDefault } from './aws-sdk.js'

export const open = (url) => openDefault(url, new NodeHttpHandler())
