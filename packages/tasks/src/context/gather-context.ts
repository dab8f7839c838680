import { ContextDesk } from './context-desk.js'
import type { ContextRequest, GatheredContext } from './context.js'
import { ProjectGate } from './gate/project-gate.js'
import { packDocuments } from './pack/pack-documents.js'
import { relatedCandidates } from './related-candidates.js'
import { Scrubber } from './scrubber.js'
import { diffCandidates, failingCandidates, inputCandidate, namedCandidates } from './given-candidates.js'

/**
 * Gathers what a task is to see of a project: what the user named, what changed, what failed, and with the tokens that
 * are left the files that most likely matter. Every file passes the same gate and the same search for secrets, and
 * the result is never more than the budget. The same project and request give the same documents in the same order.
 *
 * @throws TaskError `path` for a path that may not be sent, `secret` for a file that is a secret (and for any secret
 *   with `secrets: 'refuse'`), `input` when what was asked for does not fit the budget, or git cannot answer
 */
export async function gatherContext(request: ContextRequest): Promise<GatheredContext> {
  const gate = new ProjectGate(request.root)
  const desk = new ContextDesk(gate, new Scrubber(request.secrets ?? 'redact'))
  namedCandidates(request, desk)
  await diffCandidates(request, desk)
  inputCandidate(request, desk)
  failingCandidates(request, desk)
  const names = request.related === false ? new Set<string>() : await relatedCandidates(request, desk)
  const { ports, budgetTokens } = request
  const candidates = desk.candidates
  const packed = packDocuments({ candidates, budgetTokens, estimateTokens: ports.estimateTokens, names })
  const sent = new Set(packed.documents.map(({ path }) => path))
  return {
    documents: packed.documents,
    dropped: [...desk.dropped, ...packed.dropped],
    redactions: desk.scrubber.redactions(sent),
    notes: desk.notes,
    tokens: packed.tokens,
  }
}
