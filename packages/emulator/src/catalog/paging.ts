import { Buffer } from 'node:buffer'
import { type ServiceFault, validationFault } from '../answer/service-fault.js'

const mostPerPage = 1000
const usualPerPage = 100

/** How many entries a page of the control plane may have, as `maxResults` says. */
export function pageSize(given: string | null): number {
  if (given === null) return usualPerPage
  const size = Number(given)
  if (!Number.isInteger(size) || size < 1)
    throw outOfRange(given, 'maxResults', 'have value greater than or equal to 1')
  if (size > mostPerPage) throw outOfRange(given, 'maxResults', `have value less than or equal to ${mostPerPage}`)
  return size
}

/** The token with which the page that begins at `start` is asked for. */
export function tokenFor(start: number): string {
  return Buffer.from(`from:${start}`).toString('base64url')
}

/** Where a page begins, or undefined for a token that was not made here. */
export function startOf(token: string): number | undefined {
  const found = /^from:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())
  return found ? Number(found[1]) : undefined
}

/** What AWS's front ends say of a value that their model does not allow. */
export function outOfRange(value: string | null, path: string, must: string): ServiceFault {
  const shown = value === null ? 'null' : `'${value}'`
  return validationFault(
    `1 validation error detected: Value ${shown} at '${path}' failed to satisfy constraint: Member must ${must}`,
  )
}
