// Writes docs/cli.md from the command line's own tables. Run it after a build, when an option or a command has changed.
import { writeFileSync } from 'node:fs'

const { cliReference } = await import('../packages/cli/dist/options/reference.js')
writeFileSync(new URL('../docs/cli.md', import.meta.url), cliReference())
