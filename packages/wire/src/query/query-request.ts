/** What an operation of AWS's query protocol is given: texts, and lists of texts. */
export type QueryParameters = Readonly<Record<string, string | readonly string[]>>

/** An operation of the query protocol, which STS and IAM speak: a form in a POST to `/`. */
export interface QueryRequest {
  readonly action: string
  /** The API's date, such as `2011-06-15`. */
  readonly version: string
  readonly parameters: QueryParameters
}

/** The media type of the body. */
export const queryContentType = 'application/x-www-form-urlencoded'

/** The body: a list becomes `Name.member.1`, `Name.member.2`, … */
export function writeQuery({ action, version, parameters }: QueryRequest): string {
  const form = new URLSearchParams({ Action: action, Version: version })
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string') form.append(name, value)
    else for (const [at, member] of value.entries()) form.append(`${name}.member.${at + 1}`, member)
  }
  return form.toString()
}

const listMember = /^(.+)\.member\.(\d+)$/

/** Reads such a body; undefined if it names no action. Members of a list come in the order of their numbers. */
export function readQuery(body: string): QueryRequest | undefined {
  const lists = new Map<string, Map<number, string>>()
  const parameters = new Map<string, string | readonly string[]>()
  for (const [name, value] of new URLSearchParams(body)) {
    const [, list, at] = listMember.exec(name) ?? []
    if (list === undefined) parameters.set(name, value)
    else listNamed(list, lists).set(Number(at), value)
  }
  for (const [name, members] of lists)
    parameters.set(
      name,
      [...members].toSorted(([left], [right]) => left - right).map(([, value]) => value),
    )
  const { Action: action, Version: version, ...others } = Object.fromEntries(parameters)
  if (typeof action !== 'string' || action === '') return undefined
  return { action, version: typeof version === 'string' ? version : '', parameters: others }
}

/** The members of a list by their numbers, as far as they have been read. */
function listNamed(name: string, lists: Map<string, Map<number, string>>): Map<number, string> {
  const members = lists.get(name) ?? new Map<number, string>()
  lists.set(name, members)
  return members
}
