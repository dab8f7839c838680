/** Half a surrogate pair is no text that a file could hold; a model may still write one. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD')
