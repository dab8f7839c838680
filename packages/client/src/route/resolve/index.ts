export { completeLookup } from './looked-up.js'
export { resolveModel } from './resolve-model.js'
export { usualSurface } from './surface.js'
export type { Residency, Resolution, Resolved, ResolveRequest, Unresolved } from './types.js'
