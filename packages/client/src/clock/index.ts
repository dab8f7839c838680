export type { Clock, Timer } from './clock.js'
export { ServiceTime } from './service-time.js'
export { systemClock } from './system-clock.js'
