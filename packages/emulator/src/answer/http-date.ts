let lastSecond = Number.NaN
let lastText = ''

/** A time as HTTP writes it. Each answer asks for one, and it is the same for all of a second. */
export function httpDate(date: Date): string {
  const second = Math.floor(date.getTime() / 1000)
  if (second !== lastSecond) {
    lastSecond = second
    lastText = date.toUTCString()
  }
  return lastText
}
