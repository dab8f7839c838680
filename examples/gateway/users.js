// Stands for whatever your server knows its users by.

/** @param {import('node:http').IncomingHttpHeaders} headers */
export function isUser(headers) {
  return headers['x-user'] === 'ada'
}

/** @type {import('express').RequestHandler} */
export function requireUser(request, response, next) {
  if (isUser(request.headers)) next()
  else response.status(401).send('Who are you?')
}
