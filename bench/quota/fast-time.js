// Loaded before a client: all its clocks and timers run so many times as fast, so that minutes of quota pass in seconds
// and no client, ours neither, has to be told.
const scale = Number(process.env.BENCH_TIME_SCALE ?? 1)
const realDate = Date
const realNow = performance.now.bind(performance)
const start = realDate.now()
const began = realNow()
const elapsed = () => (realNow() - began) * scale
const now = () => start + elapsed()

globalThis.Date = class extends realDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given))
  }
  static now() {
    return Math.round(now())
  }
}
performance.now = elapsed
const realTimeout = globalThis.setTimeout
globalThis.setTimeout = (callback, ms = 0, ...given) => realTimeout(callback, ms / scale, ...given)
