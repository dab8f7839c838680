import type { Client } from '@outcrop/client'

type Betas = Client['registry']['betas']

const mark = 'beta flags '
const alone = ' without its flag'

/** How flags that were refused together are named among what is refused: whoever sends all of them is refused too. */
export function flagsName(flags: readonly string[]): string {
  return mark + [...new Set(flags)].toSorted().join()
}

/** How a field is named that was refused without any of the flags that belong to it. */
export function aloneName(field: string): string {
  return field + alone
}

/** The fields that belong to some of the flags. */
export function fieldsOfFlags(names: readonly string[], { flags }: Betas): readonly string[] {
  return flags.filter((flag) => isOne(flag, names)).flatMap(({ fields = [] }) => fields)
}

function isOne({ name, invokeName = name }: Betas['flags'][number], names: readonly string[]): boolean {
  return names.includes(name) || names.includes(invokeName)
}

/** What is left of a request's flags, which are left out for good, and which of the fields go with them. */
export interface SmallerFlags {
  readonly left: readonly string[]
  readonly lost: readonly string[]
  readonly fields: readonly string[]
}

/**
 * A refused flag takes its fields along, and a refused field its flags. A flag that Bedrock has by another name is sent by
 * that; a field that another flag carries stays.
 */
export function flagsWithout(sent: readonly string[], refused: readonly string[], betas: Betas): SmallerFlags {
  const sets = smallest(
    refused.filter((name) => name.startsWith(mark)).map((name) => name.slice(mark.length).split(',')),
  )
  const blamedIn = (names: readonly string[]) => sets.filter((set) => set.every((flag) => names.includes(flag))).flat()
  const isHalf = (name: string) => fieldsOfFlags([name], betas).some((field) => refused.includes(field))
  const otherName = (name: string) => betas.flags.find((flag) => flag.name === name)?.invokeName
  const blamed = blamedIn(sent)
  const renamed = sent.flatMap((name) => (blamed.includes(name) ? (otherName(name) ?? []) : [name]))
  const blamedAgain = blamedIn(renamed)
  const left = [...new Set(renamed)].filter((name) => !blamedAgain.includes(name) && !isHalf(name))
  const carried = new Set(fieldsOfFlags(left, betas))
  const bare = refused.filter((name) => name.endsWith(alone)).map((name) => name.slice(0, -alone.length))
  return {
    left,
    lost: sent.filter((name) => !left.includes(name) && !left.includes(otherName(name) ?? name)),
    fields: [...fieldsOfFlags(sent, betas), ...bare].filter((field) => !carried.has(field)),
  }
}

/** Flags that were refused together say nothing more once some of them were refused without the others. */
function smallest(sets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return sets.filter((set) => !sets.some((other) => other !== set && other.every((flag) => set.includes(flag))))
}
