import type { EventFrames } from '../answer/event-frames.js'
import type { Steps } from '../answer/steps.js'
import type { AnswerFault } from './fault.js'
import { Splitter } from './splitter.js'
import { type Framing, eventOf, strike } from './strike.js'

/** What a fault meets and does beside the bytes. */
export interface Scene {
  readonly framing: Framing
  /** The fault has come to where it strikes. */
  fired(): void
  /** Waits, but no longer than the client stays. */
  wait(ms: number): Promise<void>
}

/** The answer as it goes out under a fault. */
export async function* play(frames: EventFrames, fault: AnswerFault, scene: Scene): Steps {
  try {
    yield { do: 'head' }
    yield* fault.kind === 'split' ? split(frames, fault.sizes, scene) : strikeOnce(frames, fault, scene)
  } finally {
    // Frames that nobody began to read have to be told too that nobody will: what they reserved is given back then.
    await frames.return()
  }
}

async function* strikeOnce(frames: EventFrames, fault: Exclude<AnswerFault, { kind: 'split' }>, scene: Scene): Steps {
  const struckEvent = eventOf(fault)
  let at = 0
  for await (const batch of frames) {
    for (const event of batch) {
      const moves = at === struckEvent ? strike(fault, event, scene.framing) : undefined
      at += 1
      if (moves === undefined) {
        yield { do: 'write', bytes: event }
        continue
      }
      scene.fired()
      for (const move of moves) {
        if (move.do === 'end') return
        if (move.do === 'pause') await scene.wait(move.ms)
        else yield move
        if (move.do === 'cut' || move.do === 'reset') return
      }
    }
  }
}

async function* split(frames: EventFrames, sizes: readonly number[], scene: Scene): Steps {
  const splitter = new Splitter(sizes)
  for await (const batch of frames)
    for (const event of batch)
      for (const bytes of splitter.push(event)) {
        scene.fired()
        yield { do: 'write', bytes }
      }
  for (const bytes of splitter.rest()) {
    scene.fired()
    yield { do: 'write', bytes }
  }
}
