// What is measured, and what it comes to.
import { boundMs, JOBS, jobsOf, LIMITS } from './jobs.js'

const everybody = ['outcrop-known', 'outcrop', 'aws-sdk', 'aws-sdk-adaptive', 'bedrock-sdk', 'ai-sdk']
export const settings = ['chat', 'agentic'].flatMap((mix) => [
  { name: 'even refill', mix, refill: 'bucket', foreign: 0, clients: everybody },
  { name: 'refill by the minute', mix, refill: 'window', foreign: 0, clients: everybody },
  { name: 'others take 30 %', mix, refill: 'bucket', foreign: 0.3, clients: everybody },
])

const titles = {
  outcrop: 'Outcrop, defaults',
  'outcrop-known': 'Outcrop, limits known',
  'aws-sdk': 'AWS SDK, standard',
  'aws-sdk-adaptive': 'AWS SDK, adaptive, 20 attempts',
  'bedrock-sdk': '@anthropic-ai/bedrock-sdk',
  'ai-sdk': 'AI SDK',
}

export function boundOf(mix, setting) {
  const part = setting === 'others take 30 %' ? 0.7 : 1
  return boundMs(jobsOf(mix), { ...LIMITS, tokensPerMinute: LIMITS.tokensPerMinute * part })
}

const seconds = (ms) => Math.round(ms / 1000)

export function quotaTable(results) {
  const rows = results.map(({ mix, setting, client, done, throttles, lastAdmissionMs, p50Ms, p99Ms }) => {
    const whole = done === JOBS
    const late = whole ? (lastAdmissionMs / boundOf(mix, setting)).toFixed(2) : '–'
    const cells = [mix, setting, titles[client], `${Math.round((100 * done) / JOBS)} %`, (throttles / JOBS).toFixed(3)]
    return `| ${[...cells, late, seconds(p50Ms), seconds(p99Ms)].join(' | ')} |`
  })
  const head = '| jobs | quota | client | done | throttles a job | last admission / bound | median, s | p99, s |'
  return [head, '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |', ...rows].join('\n') + '\n'
}

/** What a run has to show of Outcrop. */
export function goalsOf(results) {
  const of = (mix, setting, client) =>
    results.find((result) => result.mix === mix && result.setting === setting && result.client === client)
  return results
    .filter(({ client }) => client.startsWith('outcrop'))
    .map((result) => {
      const { mix, setting, client, done, throttles, lastAdmissionMs, p99Ms } = result
      const adaptive = of(mix, setting, 'aws-sdk-adaptive')
      const each = throttles / JOBS
      const exact = client === 'outcrop-known' && setting === 'even refill'
      const late = lastAdmissionMs / boundOf(mix, setting)
      const fine = exact
        ? each <= 0.01 && late <= (mix === 'chat' ? 1.02 : 1.08) && p99Ms <= (adaptive?.p99Ms ?? Infinity) / 3
        : each <= 0.2 && lastAdmissionMs <= (adaptive?.done === JOBS ? adaptive.lastAdmissionMs : Infinity)
      return { mix, setting, client, met: done === JOBS && fine }
    })
}
