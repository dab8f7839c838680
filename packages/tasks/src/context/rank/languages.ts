/** How the definitions and imports of a family of languages look, close enough to rank and to cut. */
export interface Language {
  /** With `g` and `m`; the group `name` is what is defined. */
  readonly definitions: readonly RegExp[]
  /** With `g` and `m`; the group `from` is what is imported. */
  readonly imports: readonly RegExp[]
}

const script: Language = {
  definitions: [
    /^[ \t]{0,4}(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|interface|type|enum|namespace|const|let|var)\s+(?<name>[A-Za-z_$][\w$]*)/gm,
    /^[ \t]+(?:(?:public|private|protected|static|readonly|override|async|get|set)\s+)*#?(?<name>[A-Za-z_$][\w$]*)\s*(?:<[^>\n]*>)?\([^\n;]*\{\s*$/gm,
    /^(?:module\.)?exports\.(?<name>[A-Za-z_$][\w$]*)\s*=/gm,
    /^[A-Za-z_$][\w$.]*\.prototype\.(?<name>[\w$]+)\s*=/gm,
    /^[a-z][\w$]*\.(?<name>[\w$]+)\s*=\s*(?:async\s+)?function/gm,
  ],
  imports: [/(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"](?<from>[^'"\n]+)['"]/gm],
}

const python: Language = {
  definitions: [
    /^[ \t]*(?:async\s+)?(?:def|class)\s+(?<name>[A-Za-z_]\w*)/gm,
    /^(?<name>[A-Za-z_]\w*)\s*(?::[^=\n]+)?=[^=]/gm,
  ],
  imports: [/^[ \t]*from\s+(?<from>[\w.]+)\s+import\b/gm, /^[ \t]*import\s+(?<from>[\w.]+)/gm],
}

const go: Language = {
  definitions: [
    /^func\s+(?:\([^)]*\)\s*)?(?<name>[A-Za-z_]\w*)/gm,
    /^(?:type|var|const)\s+(?<name>[A-Za-z_]\w*)/gm,
    /^\t(?<name>[A-Z]\w*)\s+(?:=|[A-Za-z*[])/gm,
  ],
  imports: [/^\s*(?:import\s+)?(?:[\w.]+\s+)?"(?<from>[\w./-]+\/[\w./-]+)"/gm],
}

const rust: Language = {
  definitions: [
    /^[ \t]*(?:pub(?:\([^)]*\))?\s+)?(?:default\s+)?(?:const\s+)?(?:async\s+)?(?:unsafe\s+)?(?:extern\s+"[^"]*"\s+)?(?:fn|struct|enum|trait|type|mod|union|static|const|macro_rules!)\s+(?<name>[A-Za-z_]\w*)/gm,
  ],
  imports: [/^[ \t]*(?:pub(?:\([^)]*\))?\s+)?(?:use\s+(?:crate|super|self)::|mod\s+)(?<from>\w+(?:::\w+)*)/gm],
}

const jvm: Language = {
  definitions: [
    /\b(?:class|interface|enum|record|object|trait|@interface)\s+(?<name>[A-Z]\w*)/g,
    /^[ \t]+(?:(?:public|private|protected|static|final|abstract|synchronized|override|internal|virtual|async|suspend|open|partial|inline)\s+)+(?:fun\s+|def\s+)?(?:<[^>\n]+>\s+)?(?:[\w<>[\],.?]+\s+)?(?<name>[A-Za-z_]\w*)\s*\(/gm,
    /^[ \t]*(?:fun|def|val|var)\s+(?:<[^>\n]+>\s+)?(?:\w+\.)?(?<name>[A-Za-z_]\w*)/gm,
  ],
  imports: [/^\s*(?:import|using)\s+(?:static\s+)?(?<from>[\w.]+)/gm],
}

const c: Language = {
  definitions: [
    /^(?:[A-Za-z_][\w:<>,*& \t]{0,120}?[\s*&])?(?<name>[A-Za-z_]\w*)\s*\([^;{}]{0,400}\)[^;{}\n]{0,80}\{/gm,
    /^[ \t]*(?:template\s*<[^>\n]*>\s*)?(?:class|struct|enum(?:\s+class)?|union|namespace)\s+(?:[A-Z_]+\s+)?(?<name>[A-Za-z_]\w*)/gm,
    /^\s*#\s*define\s+(?<name>[A-Za-z_]\w*)/gm,
    /^typedef\s[^;\n]*?(?<name>[A-Za-z_]\w*)\s*;/gm,
  ],
  imports: [/^\s*#\s*include\s+["<](?<from>[^">\n]+)[">]/gm],
}

const ruby: Language = {
  definitions: [
    /^[ \t]*(?:def|class|module)\s+(?:self\.)?(?:\w+::)*(?<name>[A-Za-z_]\w*)/gm,
    /^[ \t]*(?<name>[A-Z][A-Z_\d]+)\s*=/gm,
  ],
  imports: [/^\s*(?:require|require_relative|load|autoload\s*\(?:\w+,)\s*\(?['"](?<from>[^'"\n]+)['"]/gm],
}

const php: Language = {
  definitions: [
    /^[ \t]*(?:(?:abstract|final|public|private|protected|static|readonly)\s+)*(?:function|class|interface|trait|enum|const)\s+&?(?<name>[A-Za-z_]\w*)/gm,
  ],
  imports: [
    /^\s*use\s+(?:function\s+)?\\?(?<from>[\w\\]+)/gm,
    /\b(?:require|include)(?:_once)?\s*\(?[^'"\n]*['"](?<from>[^'"\n]+)['"]/gm,
  ],
}

const shell: Language = {
  definitions: [/^[ \t]*(?:function\s+)?(?<name>[A-Za-z_][\w-]*)\s*\(\)\s*\{?/gm],
  imports: [/^\s*(?:source|\.)\s+["']?(?<from>[\w./-]+)/gm],
}

const other: Language = { definitions: [], imports: [/\]\((?<from>\.{0,2}[\w./-]+\.\w+)\)/g] }

const byExtension: Readonly<Record<string, Language>> = Object.fromEntries(
  (
    [
      ['js jsx mjs cjs ts tsx mts cts vue svelte astro', script],
      ['py pyi pyx', python],
      ['go', go],
      ['rs', rust],
      ['java kt kts scala groovy cs swift dart', jvm],
      ['c h cc cpp cxx hpp hh hxx m mm', c],
      ['rb rake gemspec', ruby],
      ['php', php],
      ['sh bash zsh', shell],
    ] as const
  ).flatMap(([extensions, language]) => extensions.split(' ').map((extension) => [extension, language])),
)

/** The family of a file by its name; one that knows only links for what is no code. */
export function languageOf(path: string): Language {
  return byExtension[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? other
}
