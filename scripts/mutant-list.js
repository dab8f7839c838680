// The mutants of every mutants*.json, and whether each still fits the tree. Not a command: test-mutants.js is.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {string} root the tree's folder
 * @returns {{name: string, file: string, find: string, replace: string, test: string, expect: string, home: string}[]}
 *   `home`: the list that it stands in
 */
export function readMutants(root) {
  const folders = ['config', 'test', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)]
  const homes = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /^mutants.*\.json$/.test(name))
      .map((name) => `${folder}/${name}`),
  )
  return homes.flatMap((home) =>
    JSON.parse(readFileSync(join(root, home), 'utf8')).map((mutant) => ({ ...mutant, home })),
  )
}

/** How often a mutant's text occurs in the file that it changes, and that file's text. */
export function placesOf(root, { file, find }) {
  const path = join(root, file)
  const source = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return { path, source, places: source.split(find).length - 1 }
}

/** What is wrong with the lists, without running anything: a mutant that fits nowhere proves nothing. */
export function misfitsOf(root, mutants) {
  const names = new Set()
  return mutants.flatMap((mutant) => {
    const { name, home, file, find, replace, test, expect } = mutant
    const { places } = placesOf(root, mutant)
    const wrong = [
      ...([name, file, find, replace, test, expect].every((member) => typeof member === 'string')
        ? []
        : ['a member is missing']),
      ...(names.has(name) ? ['another mutant has its name'] : []),
      ...(places === 1 ? [] : [`its text occurs ${places} times in ${file}`]),
      ...(find === replace ? ['it changes nothing'] : []),
      ...(existsSync(join(root, test)) ? [] : [`${test} does not exist`]),
    ]
    names.add(name)
    return wrong.map((what) => `${home}: ${name}: ${what}`)
  })
}
