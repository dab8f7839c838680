import { channel } from 'node:diagnostics_channel'
import type { Channel } from 'node:diagnostics_channel'
import type { ObservedEvent } from './events.js'

type ChannelName = ObservedEvent['type']

const channels: Readonly<Record<ChannelName, Channel>> = {
  'outcrop:call:start': channel('outcrop:call:start'),
  'outcrop:call:end': channel('outcrop:call:end'),
  'outcrop:call:error': channel('outcrop:call:error'),
  'outcrop:attempt:start': channel('outcrop:attempt:start'),
  'outcrop:attempt:end': channel('outcrop:attempt:end'),
  'outcrop:notice': channel('outcrop:notice'),
}

const all = Object.values(channels)

/** Whether anybody in this process listens to any of the channels. */
export function someoneListens(): boolean {
  for (const one of all) if (one.hasSubscribers) return true
  return false
}

/** Says it on the channel of its type. */
export function publish(event: ObservedEvent): void {
  const one = channels[event.type]
  if (one.hasSubscribers) one.publish(event)
}
