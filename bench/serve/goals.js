// What must hold, and whether it does.
import { show, summarise } from '../figures.js'

/** Median of one figure of a contender over all rounds. */
export function median(rounds, of) {
  return summarise(rounds.map(of)).median
}

export const requestsOf = ({ requests }) => requests.perCpuSecond
export const streamsOf = ({ streams }) => streams.perCore

/** Memory after the warm-up may grow by no more than this until the end. */
const mostGrowth = 1.1

/** Each goal that was measured, with its verdict. */
export function goalLines({ results = {}, soak }) {
  const { outcrop, portkey } = results
  const goals = []
  if (outcrop?.length > 0 && portkey?.length > 0) {
    for (const { what, of, factor } of [
      { what: 'requests', of: requestsOf, factor: 6 },
      { what: 'streams', of: streamsOf, factor: 2 },
    ]) {
      const times = median(outcrop, of) / median(portkey, of)
      const text = `at least ${factor} times Portkey's ${what}`
      goals.push({ met: times >= factor, text, figure: `${show(times)} times` })
    }
  }
  if (soak !== undefined) {
    const { lost, warmRss, endRss, streams, minutes } = soak
    goals.push(
      {
        met: lost === 0,
        text: `${show(streams)} streams at once for ${minutes} minutes, none lost`,
        figure: `${lost} lost`,
      },
      {
        met: endRss <= warmRss * mostGrowth,
        text: 'memory flat after the warm-up',
        figure: `${show(endRss / warmRss)} times`,
      },
    )
  }
  return goals.map(({ met, text, figure }) => ({ met, line: `${text}: ${met ? 'met' : 'MISSED'} (${figure})` }))
}
