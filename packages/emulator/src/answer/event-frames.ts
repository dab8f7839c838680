/**
 * The frames of a streamed answer: arrays of whole frames, each array ready to be written at once. The reader pulls, so
 * that a slow client slows the making of frames; a reader that leaves calls `return`.
 */
export type EventFrames = AsyncGenerator<readonly Uint8Array[], void, void>
