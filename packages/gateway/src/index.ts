/** Port of `outcrop serve` where none is named. */
export const defaultPort = 4590
