import type { Answer } from '../answer/answer.js'
import { ServiceFault } from '../answer/service-fault.js'
import type { Steps } from '../answer/steps.js'
import type { CallerCall, Handler } from '../call.js'
import type { EmulatorClock } from '../clock/clock.js'
import type { Departure } from '../listen/departure.js'
import { spoilAnswer } from './spoil-answer.js'
import type { Fault, HttpFault } from './fault.js'
import { fire } from './note-fault.js'
import { messageOf, typeOf } from './wordings.js'

/** Has the fault that was chosen for a request befall it: before it is answered, or in its answer. */
export function befall(clock: EmulatorClock) {
  return (next: Handler<CallerCall>): Handler<CallerCall> =>
    (call) =>
      call.fault === undefined ? next(call) : meet(call.fault, call, { clock, next })
}

interface Around {
  readonly clock: EmulatorClock
  readonly next: Handler<CallerCall>
}

async function meet(fault: Fault, call: CallerCall, { clock, next }: Around): Promise<Answer> {
  const { entry, departure } = call
  switch (fault.kind) {
    case 'clock-skew':
      return next(call)
    case 'http':
      fire(entry)
      throw refusal(fault)
    case 'expired-token':
      fire(entry)
      throw expiredToken(call)
    case 'delay':
      fire(entry)
      await clock.sleep(fault.ms, departure.signal)
      return next(call)
    case 'hang':
      fire(entry)
      return noAnswer(onlySilence(departure))
    case 'reset':
      if (fault.atEvent !== undefined) break
      fire(entry)
      return noAnswer(onlyReset())
    case 'cut':
    case 'eof':
    case 'stall':
    case 'exception':
    case 'error-frame':
    case 'checksum':
    case 'split':
  }
  const wait = (ms: number) => clock.sleep(ms, departure.signal)
  return spoilAnswer(await next(call), fault, { fired: () => fire(entry), wait })
}

/** Mantle says so with another status and type, as of all that it does not let in. */
function expiredToken({ endpoint }: CallerCall): ServiceFault {
  const type = 'ExpiredTokenException'
  if (endpoint === 'mantle') return new ServiceFault(401, 'authentication_error', messageOf(type))
  return new ServiceFault(403, type, messageOf(type))
}

function refusal({ status, type = typeOf(status), message = messageOf(type), headers = {} }: HttpFault): ServiceFault {
  return new ServiceFault(status, type, message, { headers: Object.entries(headers) })
}

/** The journal's entry is made when the answer begins, so also that of an answer which never comes. */
function noAnswer(steps: Steps): Answer {
  return { status: 0, contentType: '', headers: [], body: { kind: 'steps', steps } }
}

async function* onlySilence({ signal }: Departure): Steps {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  // Whoever waited has left, or the emulator closes: whatever still hangs there is let go.
  yield { do: 'reset' }
}

async function* onlyReset(): Steps {
  yield { do: 'reset' }
}
