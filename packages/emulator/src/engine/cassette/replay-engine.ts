import type { Answer } from '../../answer/answer.js'
import type { EventFrames } from '../../answer/event-frames.js'
import { ServiceFault } from '../../answer/service-fault.js'
import type { CallerCall } from '../../call.js'
import type { Engine } from '../engine.js'
import type { ReplayConfig } from '../engine-config.js'
import { firstDifference } from './canonical-json.js'
import { readCassettes } from './cassette-shelf.js'
import { type Cassette, type RecordedRequest, bytesOf, fileNameOf, keyOf, recordedRequest } from './cassette.js'
import { maskFor } from './mask.js'
import { framesIn } from './recorded-frames.js'
import { usageIn } from './recorded-usage.js'

/**
 * Answers what was recorded, byte for byte. Several answers to the same request come in the order in which they were
 * recorded, and the last of them from then on.
 *
 * @throws {ConfigFault} if the directory cannot be read, or holds a JSON file that is no cassette
 */
export function replayEngine({ directory }: ReplayConfig): Engine {
  const cassettes = readCassettes(directory)
  const byKey = new Map<string, Cassette[]>()
  for (const cassette of cassettes) {
    const key = keyOf(cassette)
    byKey.set(key, [...(byKey.get(key) ?? []), cassette])
  }
  const mask = maskFor()
  const unplayed = new Set(cassettes)
  const answer = async (call: CallerCall): Promise<Answer> => {
    const request = recordedRequest(call, mask)
    const takes = byKey.get(keyOf(request))
    const [cassette] = takes ?? []
    if (!takes || !cassette) throw notRecorded(request, cassettes, directory)
    unplayed.delete(cassette)
    if (takes.length > 1) takes.shift()
    return answerFrom(cassette, call)
  }
  return {
    kind: 'replay',
    // As a recording goes on after a reset, so does its replay.
    outlivesReset: true,
    reply: () => undefined,
    answer,
    unused: () => [...unplayed].map(nameOf),
  }
}

/** The file, without its directory. */
function nameOf(cassette: Cassette): string {
  return fileNameOf(cassette, cassette.take)
}

function answerFrom({ response }: Cassette, { operation, entry }: CallerCall): Answer {
  const { status, contentType, headers } = response
  const bytes = bytesOf(response)
  const usage = usageIn(operation, bytes)
  if (usage) entry.usage = usage
  const isStream = 'base64' in response.body || contentType.startsWith('text/event-stream')
  if (!isStream) return { status, contentType, headers, body: { kind: 'whole', text: bytes.toString('utf8') } }
  return { status, contentType, headers, body: { kind: 'stream', frames: all(framesIn(bytes, contentType)) } }
}

async function* all(frames: readonly Uint8Array[]): EventFrames {
  yield frames
}

/** Says what was asked, and in what it differs from what was recorded. */
function notRecorded(request: RecordedRequest, cassettes: readonly Cassette[], directory: string): ServiceFault {
  const { operation, model } = request
  const asked = `${operation} of ${model} (body ${keyOf(request).slice(0, 12)})`
  return new ServiceFault(
    404,
    'ResourceNotFoundException',
    `No cassette in ${directory} holds this request: ${asked}. ${nearestTo(request, cassettes)}`,
  )
}

function nearestTo(request: RecordedRequest, cassettes: readonly Cassette[]): string {
  const sameOperation = cassettes.filter(({ operation }) => operation === request.operation)
  if (sameOperation.length === 0) return `Nothing of ${request.operation} was recorded.`
  const sameModel = sameOperation.filter(({ model }) => model === request.model)
  if (sameModel.length === 0) return `Recorded are ${[...new Set(sameOperation.map(({ model }) => model))].join(', ')}.`
  // The longer two requests agree, the deeper the place where they part.
  const parts = sameModel.map((cassette) => firstDifference(cassette.request, request.request) ?? '')
  const deepest = parts.toSorted((left, right) => right.split('.').length - left.split('.').length)[0] ?? ''
  return `The nearest that was recorded differs at ${deepest === '' ? 'its root' : deepest}.`
}
