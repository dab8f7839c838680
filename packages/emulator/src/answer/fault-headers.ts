import type { Answer, AnswerHeader } from './answer.js'
import type { ServiceFault } from './service-fault.js'

/** The answer to a refusal with the headers and the date that the refusal brings along. */
export function withFaultHeaders(answer: Answer, { options }: ServiceFault): Answer {
  const { headers = [], date } = options
  const contentType = headers.find(isContentType)?.[1]
  return {
    ...answer,
    headers: [...answer.headers, ...headers.filter((header) => !isContentType(header))],
    ...(contentType !== undefined && { contentType }),
    ...(date && { date }),
  }
}

function isContentType([name]: AnswerHeader): boolean {
  return name.toLowerCase() === 'content-type'
}
