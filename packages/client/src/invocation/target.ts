/**
 * A way to call a model. `invoke`: InvokeModel on bedrock-runtime; `messages`: Anthropic's Messages API on
 * bedrock-runtime; `mantle`: the same on bedrock-mantle, which has a quota of its own.
 */
export type CallSurface = 'invoke' | 'messages' | 'mantle'

/** Where a service of a region is, and how it is signed for. */
export interface Place {
  readonly origin: string
  /** Path before that of the operation, for an endpoint that is not at the root; else ''. */
  readonly basePath: string
  readonly signingName: string
}

/** Where one attempt goes, and as whom. */
export interface Target {
  readonly region: string
  readonly surface: CallSurface
  readonly place: Place
  /** Names the identity that signs: one for each account that routes go to. */
  readonly account: string
}

/** Where an attempt went, as it is shown. */
export interface AttemptPlace {
  readonly region: string
  readonly surface: CallSurface
  /** Address of the service: scheme, host, port and the path before the operation's own. */
  readonly endpoint: string
}

export function placeOfTarget({ region, surface, place }: Target): AttemptPlace {
  return { region, surface, endpoint: place.origin + place.basePath }
}
