// Says which version of each package is installed here, and fails where one is not.
const { readFileSync } = require('node:fs')
const path = require('node:path')

for (const name of process.argv.slice(2)) {
  const file = path.join(process.env.OUTCROP_GUIDE_ROOT, 'node_modules', name, 'package.json')
  console.log(`${name}@${JSON.parse(readFileSync(file, 'utf8')).version}`)
}
