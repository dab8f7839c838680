/** The name of a file without its folder. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The folder of a path; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** The name without its extensions. */
export function stemOf(path: string): string {
  return nameOf(path).replace(/(?<=.)\.[^/]*$/, '')
}

const testFolder = /(?:^|\/)(?:tests?|specs?|__tests__|testing|e2e|it)(?:\/|$)/i
const testName = /(?:^|[._-])(?:test|tests|spec|specs)(?=[._-]|$)|(?:Test|Tests|Spec|IT)(?=\.|$)/

/** Whether a file is a test, by where it stands or how it is called. */
export function isTest(path: string): boolean {
  return testFolder.test(folderOf(path)) || testName.test(nameOf(path))
}

/** What a file is about, by its name: the same for a source and its tests. */
export function subjectOf(path: string): string {
  const stem = stemOf(path).replace(/(?:^|[._-])(?:test|tests|spec|specs)(?=[._-]|$)|(?:Test|Tests|Spec|IT)$/g, '')
  const bare = stem.replace(/^[._-]+|[._-]+$/g, '').toLowerCase()
  return bare === '' || /^(?:index|mod|__init__|main|lib)$/.test(bare) ? nameOf(folderOf(path)).toLowerCase() : bare
}
