import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

interface CleanEnvironment {
  readonly isForeign: (name: string) => boolean
  readonly cleanEnvironment: () => Readonly<Record<string, string>>
}

const scripts = fileURLToPath(new URL('../scripts', import.meta.url))

/** What the scripts take for clean, the tests do, too. */
export const { isForeign, cleanEnvironment } = (await import(join(scripts, 'clean-environment.js'))) as CleanEnvironment
