// 300 jobs of mixed sizes, always the same.
export const JOBS = 300
export const CONCURRENCY = 32
export const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
export const MODEL_KEY = 'claude-sonnet-4-5'
export const LIMITS = { tokensPerMinute: 300_000, requestsPerMinute: 60 }
export const BURNDOWN = 5

function chance(seed) {
  let state = seed
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}

export function jobsOf(mix) {
  const random = chance(7)
  const around = (median, spread) => {
    const gauss = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return Math.round(median * Math.exp(spread * gauss))
  }
  return Array.from({ length: JOBS }, (_, at) => {
    const name = `job-${at}-`
    if (mix === 'agentic') {
      const input = Math.min(20_000, around(3000, 0.8))
      return { name, maxTokens: 32_000, input, output: Math.min(8000, around(600, 0.9)) }
    }
    const maxTokens = random() < 0.5 ? 4096 : 8192
    return { name, maxTokens, input: Math.min(4000, around(700, 0.6)), output: Math.min(maxTokens, around(900, 0.7)) }
  })
}

/** A prompt of about so many tokens. */
export const promptOf = ({ name, input }) => `${name} ${'word '.repeat(input)}`

/** The earliest moment, in ms, at which any order of the jobs can have had its last admission, from a full quota. */
export function boundMs(jobs, { tokensPerMinute, requestsPerMinute }) {
  const used = jobs.map(({ input, output }) => input + BURNDOWN * output)
  const last = Math.min(...jobs.map(({ input, maxTokens }, at) => input + maxTokens - used[at]).map((held) => -held))
  const tokens = used.reduce((sum, each) => sum + each, 0) - Math.max(0, last) - tokensPerMinute
  const perMinute = [tokens / tokensPerMinute, (jobs.length - requestsPerMinute) / requestsPerMinute]
  return Math.max(0, ...perMinute) * 60_000
}
