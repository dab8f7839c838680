import type { InvokeRequest } from '@outcrop/client'
import { Refusal } from '../exchange/refusal.js'
import type { GenerateTemplate } from '../serving.js'

/** A request of `/api/generate`, checked. */
export interface GenerateRequest {
  readonly request: InvokeRequest
  readonly stream: boolean
}

type Fields = Readonly<Record<string, unknown>>

const known = ['prompt', 'template', 'model', 'maxTokens', 'stream', 'system', 'temperature', 'effort', 'stopSequences']
const efforts: ReadonlySet<unknown> = new Set(['low', 'medium', 'high', 'xhigh', 'max'])

function invalid(message: string, remedy: string): Refusal {
  return new Refusal(400, 'invalid_request', { message, remedy })
}

/**
 * Reads the body of `/api/generate`. Nothing is guessed: a member that it does not know is refused, because a misspelt
 * `maxTokens` costs money.
 *
 * @throws Refusal 400
 */
export function readGenerate(body: Fields, templates: Readonly<Record<string, GenerateTemplate>>): GenerateRequest {
  const stranger = Object.keys(body).find((name) => !known.includes(name))
  if (stranger !== undefined) throw invalid(`There is no member ${quoted(stranger)}`, `Use ${known.join(', ')}.`)
  const prompt = text(body, 'prompt')
  if (prompt === undefined || prompt.trim() === '') throw invalid('There is no prompt', 'Give the prompt as a text.')
  const template = templateOf(text(body, 'template'), templates)
  const model = text(body, 'model')
  const system = text(body, 'system')
  const { maxTokens, temperature, effort, stopSequences, stream = false } = body
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && Number(maxTokens) > 0))
    throw invalid('maxTokens is no whole number above 0', 'Give it as a number, or leave it out.')
  if (temperature !== undefined && !(typeof temperature === 'number' && temperature >= 0 && temperature <= 1))
    throw invalid('temperature is no number from 0 to 1', 'Give it as a number, or leave it out.')
  if (effort !== undefined && !efforts.has(effort))
    throw invalid('effort is not a level', `Use one of ${[...efforts].join(', ')}.`)
  if (stopSequences !== undefined && !(Array.isArray(stopSequences) && stopSequences.every(isText)))
    throw invalid('stopSequences is no list of texts', 'Give a list, or leave it out.')
  if (typeof stream !== 'boolean') throw invalid('stream is neither true nor false', 'Give it as a boolean.')
  const members = { maxTokens, temperature, effort, stopSequences, model, system }
  const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
  return { request: { ...template, ...given, prompt }, stream }
}

function text(body: Fields, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || isText(value)) return value
  throw invalid(`${name} is no text`, `Give ${name} as a text.`)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function templateOf(
  name: string | undefined,
  templates: Readonly<Record<string, GenerateTemplate>>,
): GenerateTemplate | undefined {
  if (name === undefined) return undefined
  if (Object.hasOwn(templates, name)) return templates[name]
  const names = Object.keys(templates)
  const remedy = names.length === 0 ? 'Leave it out: this gateway has none.' : `Use one of ${names.join(', ')}.`
  throw invalid(`There is no template ${quoted(name)}`, remedy)
}

/** What a stranger wrote, short and on one line. */
function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 80))
}
