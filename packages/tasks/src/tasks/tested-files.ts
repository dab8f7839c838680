import type { ContextDocument } from '../context/context.js'
import { isTest } from '../context/rank/path-names.js'

/**
 * The files that tests are to be written for: what was named or has changed, without the tests among it, which may be
 * added to. A file that is called like a test counts only where nothing else was named, as in a project about tests.
 */
export function testedFiles(documents: readonly Pick<ContextDocument, 'path' | 'role'>[]): readonly string[] {
  const pathsOf = (...roles: readonly string[]) =>
    documents.filter(({ role }) => roles.includes(role)).map(({ path }) => path)
  const code = pathsOf('named', 'changed').filter((path) => !isTest(path))
  return code.length > 0 ? code : pathsOf('named')
}
