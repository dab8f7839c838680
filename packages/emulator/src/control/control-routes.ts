import { isIP } from 'node:net'
import { type Answer, jsonAnswer } from '../answer/answer.js'
import type { Behaviour } from '../behaviour.js'
import type { Received } from '../call.js'
import { parseFaults } from '../faults/parse-faults.js'
import type { Journal } from '../journal/journal.js'
import type { EmulatorSettings } from '../options.js'
import { isObject } from '../request/json.js'
import { ConfigFault } from './config-fault.js'
import { parseConfig } from './parse-config.js'
import { parseQuotaConfig } from './parse-quotas.js'

const base = '/_emulator/'

export interface Controlled {
  readonly settings: Pick<EmulatorSettings, 'host'>
  readonly behaviour: Behaviour
  readonly journal: Journal
}

const routes: Readonly<Record<string, (controlled: Controlled, json: () => unknown) => Answer>> = {
  'GET requests': ({ journal }) => jsonAnswer(JSON.stringify(journal.entries())),
  'POST reset': ({ journal, behaviour }) => {
    journal.clear()
    behaviour.reset()
    return jsonAnswer('{}')
  },
  'PUT quotas': ({ behaviour }, json) => {
    behaviour.change(parseQuotaConfig(json()))
    return jsonAnswer('{}')
  },
  'PUT config': ({ behaviour }, json) => {
    behaviour.change(parseConfig(json()))
    return jsonAnswer('{}')
  },
  'PUT faults': ({ behaviour }, json) => {
    behaviour.change({ faults: parseFaults(listOf(json())) })
    return jsonAnswer('{}')
  },
}

/** The list by itself, or as it stands in a configuration. */
function listOf(value: unknown): unknown {
  return isObject(value) && Object.keys(value).length === 1 ? value['faults'] : value
}

/** The emulator's own routes, which no Bedrock has: unsigned, and not in the journal. Undefined for any other path. */
export function answerControl(received: Received, controlled: Controlled): Answer | undefined {
  const { method, path, json } = received
  if (!path.startsWith(base)) return undefined
  if (!isAddressedDirectly(received, controlled.settings))
    return problem(403, 'The routes of this emulator answer only under an address of its own, or localhost')
  const [name = ''] = path.slice(base.length).split('?')
  const answer = routes[`${method} ${name}`]
  if (!answer) return problem(404, `The emulator has no ${method} ${path}; it has ${Object.keys(routes).join(', ')}`)
  try {
    return answer(controlled, json)
  } catch (error) {
    if (error instanceof ConfigFault) return problem(400, error.message)
    throw error
  }
}

/**
 * A web page cannot send to loopback under another name than its own, unless that name was made to lead there. The routes
 * read and write files, so such a page must not reach them. Where others are meant to reach the emulator, any name will do.
 */
function isAddressedDirectly({ headers }: Received, { host }: Controlled['settings']): boolean {
  if (!isLoopback(host)) return true
  const named = String(headers[':authority'] ?? headers['host'] ?? '').replace(/:\d+$/, '')
  return named === '' || named === 'localhost' || named === host || isIP(named.replace(/^\[|\]$/g, '')) > 0
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function problem(status: number, message: string): Answer {
  return jsonAnswer(JSON.stringify({ message }), [], status)
}
