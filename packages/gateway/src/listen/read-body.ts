import type { Readable } from 'node:stream'
import type { Clock } from '@outcrop/client'
import { Refusal } from '../exchange/refusal.js'

/** What a body may be like. */
export interface BodyLimits {
  readonly clock: Clock
  readonly maxBodyBytes: number
  /** Longest wait for more of it, in milliseconds. */
  readonly bodyIdleMs: number
}

function tooLong(maxBodyBytes: number): Refusal {
  return new Refusal(413, 'request_too_large', {
    message: `The body is longer than ${maxBodyBytes} bytes`,
    remedy: 'Send less at a time.',
  })
}

/**
 * Collects the body of a request; never holds more than `maxBodyBytes`.
 *
 * @throws Refusal 413 for more, 408 if it stops coming, 400 if its sender leaves
 */
export function readBody(source: Readable, announced: string | undefined, limits: BodyLimits): Promise<Uint8Array> {
  const { clock, maxBodyBytes, bodyIdleMs } = limits
  if (Number(announced) > maxBodyBytes) return Promise.reject(tooLong(maxBodyBytes))
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let length = 0
    const idle = clock.timer(bodyIdleMs, () =>
      end(() => {
        const message = `The body of the request has not gone on for ${bodyIdleMs / 1000} s`
        reject(new Refusal(408, 'body_timeout', { message, remedy: 'Send the request again, without pauses.' }))
      }),
    )
    const onData = (piece: Buffer) => {
      idle.refresh()
      length += piece.length
      if (length > maxBodyBytes) end(() => reject(tooLong(maxBodyBytes)))
      else pieces.push(piece)
    }
    const onEnd = () => end(() => resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length)))
    const onGone = () =>
      end(() => {
        const message = 'The body of the request broke off'
        reject(new Refusal(400, 'body_incomplete', { message, remedy: 'Send the request again.' }))
      })
    function end(settle: () => void): void {
      idle.cancel()
      source.off('data', onData).off('end', onEnd).off('close', onGone)
      settle()
    }
    source.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone)
  })
}
