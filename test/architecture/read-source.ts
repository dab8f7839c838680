import { parseSync } from 'oxc-parser'

export interface ImportOf {
  readonly specifier: string
  readonly dynamic: boolean
  readonly typeOnly: boolean
}

export interface FunctionBudget {
  readonly name: string
  readonly line: number
  readonly lines: number
  readonly parameters: number
}

type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<Record<string, unknown>>

const programs = new Map<string, Node>()

function programOf(path: string, text: string): Node {
  const known = programs.get(path)
  if (known) return known
  const parsed = parseSync(path, text)
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors[0]!.message}`)
  const program = parsed.program as unknown as Node
  programs.set(path, program)
  return program
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  visit(node, parent)
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const one of value) if (isNode(one)) walk(one, visit, node)
    } else if (isNode(value)) walk(value, visit, node)
  }
}

export const lineCount = (text: string) => text.replace(/\n$/, '').split('\n').length

/** Every module a source names: imports, re-exports and `import()`. */
export function importsOf(path: string, text: string): ImportOf[] {
  const found: ImportOf[] = []
  walk(programOf(path, text), (node) => {
    const source = node['source']
    if (!isNode(source) || typeof source['value'] !== 'string') return
    const specifiers = (node['specifiers'] as Node[] | undefined) ?? []
    const typeOnly =
      node['importKind'] === 'type' ||
      node['exportKind'] === 'type' ||
      (specifiers.length > 0 && specifiers.every((one) => one['importKind'] === 'type' || one['exportKind'] === 'type'))
    found.push({ specifier: source['value'], dynamic: node.type === 'ImportExpression', typeOnly })
  })
  return found
}

/** The length and parameter count of every function; blank lines and comments do not count towards the length. */
export function budgetsOf(path: string, text: string): FunctionBudget[] {
  const found: FunctionBudget[] = []
  const isFunction = (node: Node) =>
    ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type)
  walk(programOf(path, text), (node, parent) => {
    if (!isFunction(node)) return
    const key = (node['id'] ?? parent?.['key'] ?? parent?.['id']) as Node | null | undefined
    const params = node['params'] as unknown[] | Node
    found.push({
      name: typeof key?.['name'] === 'string' ? key['name'] : '(anonymous)',
      line: text.slice(0, node.start).split('\n').length,
      lines: codeLines(text.slice(node.start, node.end)),
      parameters: Array.isArray(params) ? params.length : ((params['items'] as unknown[]) ?? []).length,
    })
  })
  return found
}

function codeLines(text: string): number {
  return text.split('\n').filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length
}

/** The calls and reads of the outer world that a source makes, by the names ARCHITECTURE.md gives them. */
export function effectsOf(path: string, text: string): Set<string> {
  const found = new Set<string>()
  walk(programOf(path, text), (node) => {
    if (node.type === 'MemberExpression') {
      const object = node['object'] as Node
      const property = node['property'] as Node
      if (object.type === 'Identifier')
        found.add(`${String(object['name'])}.${String(property['name'] ?? property['value'])}`)
    }
    if (node.type === 'CallExpression' || node.type === 'ImportSpecifier') {
      const callee = (node['callee'] ?? node['imported']) as Node
      if (callee.type === 'Identifier') found.add(String(callee['name']))
    }
    if (node.type === 'NewExpression') {
      const callee = node['callee'] as Node
      // `new Date()` without arguments reads the clock as much as Date.now does.
      if (callee['name'] === 'Date' && (node['arguments'] as unknown[]).length === 0) found.add('Date.now')
    }
  })
  return found
}
