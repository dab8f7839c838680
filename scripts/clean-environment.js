// The variables of this process that change no call: what a machine has set up for AWS, Claude, proxies or git is not
// what a reader of a page or a test has.

const changesCalls = /^(AWS|ANTHROPIC|BEDROCK|OUTCROP_(?!NO_SKIP)|CLAUDE|LANGCHAIN|LANGSMITH|GIT_)|_PROXY$/i
const changesNode = /^(VITEST|NODE_TEST|NODE_OPTIONS|npm_)/i

/** Whether a variable has a say in what is called, or how. @param {string} name */
export const isForeign = (name) => changesCalls.test(name)

/** The environment for a program that is run as its reader would run it: without those, and without those of a test runner. */
export function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !changesCalls.test(name) && !changesNode.test(name)),
  )
}
