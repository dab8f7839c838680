import type { Clock, Timer } from '../clock/index.js'
import type { CallEvent } from '../invocation/index.js'
import { errorEventText, eventText, pingText } from './event-text.js'

/** What writing a stream needs. */
interface Writing {
  readonly clock: Clock
  /** How long a stream may be silent before a ping is written, in milliseconds. */
  readonly pingMs: number
}

const silence = Symbol('silence')

/**
 * A stream of the client as the text of a stream of Anthropic's API, begun with events that were read before. The
 * terminal event is held back until the stream has ended as it should, so that whoever reads it may rely on it; a
 * stream that breaks ends in `event: error` instead.
 */
export async function* eventTexts(
  begun: readonly CallEvent[],
  rest: AsyncIterator<CallEvent>,
  writing: Writing,
): AsyncGenerator<string, undefined, undefined> {
  let last = ''
  const text = (event: CallEvent): string => {
    // A stream of Anthropic's API cannot begin anew.
    if (event.type === 'outcrop_restart') throw event.error
    if (event.type !== 'message_stop') return eventText(event)
    last = eventText(event)
    return ''
  }
  try {
    for (const event of begun) yield text(event)
    for (;;) {
      const pending = rest.next()
      let next = await orSilence(pending, writing)
      while (next === silence) {
        yield pingText
        next = await orSilence(pending, writing)
      }
      if (next.done === true) break
      yield text(next.value)
    }
    yield last
  } catch (error) {
    yield errorEventText(error)
  } finally {
    await rest.return?.()
  }
}

async function orSilence<Result>(
  pending: Promise<Result>,
  { clock, pingMs }: Writing,
): Promise<Result | typeof silence> {
  let timer: Timer | undefined
  const quiet = new Promise<typeof silence>((resolve) => {
    timer = clock.timer(pingMs, () => {
      resolve(silence)
    })
  })
  try {
    return await Promise.race([pending, quiet])
  } finally {
    timer?.cancel()
  }
}
