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
  const form = new URLSearchParams(body)
  const { Action: action, Version: version = '', ...rest } = Object.fromEntries(form)
  if (action === undefined || action === '') return undefined
  const lists = new Map<string, [number, string][]>()
  const parameters = new Map<string, string | readonly string[]>()
  for (const [name, value] of Object.entries(rest)) {
    const [, list, at] = listMember.exec(name) ?? []
    if (list === undefined) parameters.set(name, value)
    else lists.set(list, [...(lists.get(list) ?? []), [Number(at), value]])
  }
  for (const [name, members] of lists)
    parameters.set(
      name,
      members.toSorted(([left], [right]) => left - right).map(([, value]) => value),
    )
  return { action, version, parameters: Object.fromEntries(parameters) }
}
