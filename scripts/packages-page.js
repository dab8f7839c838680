// docs/packages.md: what our packages weigh, and what an install of the client brings beside its peers.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { install, weigh } from './installed.js'

const page = fileURLToPath(new URL('../docs/packages.md', import.meta.url))

const peers = [
  ['@aws-sdk/client-bedrock-runtime'],
  ['@anthropic-ai/bedrock-sdk'],
  ['@ai-sdk/amazon-bedrock', 'ai'],
  ['@langchain/aws', '@langchain/core'],
]

/** Installs the client, and each peer in its newest version, into projects of their own. */
export function peerWeights(folder, tarballs) {
  const client = tarballs.filter((path) => /outcrop-(client|models|wire)-[^/\\]*\.tgz$/.test(path))
  const rows = [{ names: ['@outcrop/client'], specs: client }, ...peers.map((names) => ({ names, specs: names }))]
  return rows.map(({ names, specs }, place) => {
    const project = join(folder, String(place))
    const complaint = install(project, specs)
    process.stdout.write(complaint === undefined ? `  weighed ${names.join(' + ')}\n` : `  ${names[0]}: ${complaint}\n`)
    return complaint === undefined ? { names, ...weigh(project, names) } : { names, complaint }
  })
}

const kilobytes = (bytes) => `${Math.round(bytes / 1000).toLocaleString('en')} kB`

/** Writes the page from one run. */
export function writePage({ packs, lines, failed, weights }) {
  if (failed > 0) throw new Error('docs/packages.md is written from a run without failures only')
  const packages = packs.map(
    ({ name, size, unpackedSize, files }) =>
      `| \`${name}\` | ${kilobytes(size)} | ${kilobytes(unpackedSize)} | ${files.length} |`,
  )
  const beside = weights.map(({ names, complaint, packages: count, bytes, versions }) =>
    complaint === undefined
      ? `| ${names.map((name, place) => `\`${name}\` ${versions[place]}`).join(', ')} | ${count} | ${(bytes / 1e6).toFixed(1)} MB |`
      : `| ${names.join(', ')} | not installed: ${complaint.replaceAll('|', '/')} | |`,
  )
  const text = `# Packages

Written by \`npm run test:packages -- --write\` on ${new Date().toISOString().slice(0, 10)}, ${process.platform} ${process.arch}, npm install into an empty
project. The same command, without \`--write\`, packs every workspace, installs the tarballs together on Node ${lines.join(', ')},
and uses them there: \`npx outcrop\`, every entry point by \`import\` and by \`require()\`, the snippets of their READMEs
against the local Bedrock, and their types with \`skipLibCheck\` off.

| package | tarball | unpacked | files |
| --- | --- | --- | --- |
${packages.join('\n')}

No package has an install script. There are no source maps: what is published is the TypeScript without its types, with
its comments, in files of the same names.

## The client beside its peers

What \`npm install\` of each brings, itself and all it depends on; each in its newest version on that day.

| install | packages | on disk |
| --- | --- | --- |
${beside.join('\n')}

Most of what comes with the client is AWS's credential chain, \`@aws-sdk/credential-provider-node\`, which is loaded only
when the environment does not answer.
`
  writeFileSync(page, text)
}
