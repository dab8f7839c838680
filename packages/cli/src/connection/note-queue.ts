import type { Client, QuotaState } from '@outcrop/client'
import type { CommandContext } from '../commands/command.js'

const lookEveryMs = 500

/** Says on standard error when calls begin to wait for quota, once for each stretch of waiting. */
export function noteQueue(client: Client, { clock, output }: Pick<CommandContext, 'clock' | 'output'>): () => void {
  let noted = false
  const look = async () => {
    const queue = (await client.quota()).find(({ waiting }) => waiting > 0)
    if (queue !== undefined && !noted) output.notice(queueLine(queue))
    noted = queue !== undefined
  }
  return clock.every(lookEveryMs, () => {
    // A client that cannot be made says why where it is called.
    look().catch(() => {})
  })
}

function queueLine({ model, waitMs }: QuotaState): string {
  const estimate = waitMs > 0 ? `, about ${Math.max(1, Math.ceil(waitMs / 1000))} s` : ''
  return `waiting for quota of ${model}${estimate}`
}
