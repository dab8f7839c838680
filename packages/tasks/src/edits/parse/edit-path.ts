/** A path that a reply names, made plain; `undefined` for one that no edit may have. */
export function editPath(named: string): string | undefined {
  const bare = named
    .trim()
    .replace(/^[`'"*_]+|[`'"*_:]+$/g, '')
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/{2,}/g, '/')
  if (bare === '' || bare.length > 400 || /[<>|?*]|\p{Cc}/u.test(bare)) return undefined
  if (bare.startsWith('/') || bare.startsWith('~') || /^[a-z]:/i.test(bare) || named.includes('://')) return undefined
  const parts = bare.split('/')
  if (parts.some((part) => part === '..' || part === '.' || part === '' || part.trim() !== part)) return undefined
  return parts.some((part) => part.toLowerCase() === '.git') ? undefined : bare
}

const extensionless =
  /^(?:[\w.-]+\/)*(?:Makefile|Dockerfile|Gemfile|Rakefile|LICENSE|README|CHANGELOG|Procfile|Justfile|Jenkinsfile|Vagrantfile|CMakeLists\.txt|\.[\w.-]+)$/

/**
 * The path that a line of prose names, if naming a path is all it does: `src/a.ts`, `**src/a.ts**`, `### File: src/a.ts`,
 * `1. src/a.ts:`.
 */
export function pathOfLine(line: string): string | undefined {
  const said = line
    .trim()
    .replace(/^(?:#{1,6}|[-*+]|\d+[.)]|\/\/|--|;|<!--)\s+/, '')
    .replace(/\s*-->$/, '')
    .replace(
      /^[*_`]*(?:in|file|filename|file ?path|path|edit|update|create|new file|modify)[*_`]*\s*:?[*_`]*\s+(?=\S)/i,
      '',
    )
    .replace(/\s*\((?:new|modified|updated|new file|create|created)\)\s*:?$/i, '')
    .trim()
  const quoted = /^[*_]{0,3}[`"']([^`"']+)[`"'][*_]{0,3}:?[*_]{0,3}$/.exec(said)?.[1]
  const bare = quoted ?? said.replace(/^[*_`]+|[*_`]+:?$|:$/g, '').replace(/[*_`:]+$/, '')
  if (/\s/.test(bare) && quoted === undefined) return undefined
  if (/^[=<>-]{3,}/.test(bare)) return undefined
  const known =
    /\.[a-z0-9_+-]{1,12}$/i.test(bare) || extensionless.test(bare) || (quoted !== undefined && bare.includes('/'))
  return known && !/^\.{1,3}$/.test(bare) ? editPath(bare) : undefined
}
