import { checkStanding } from './account/standing.js'
import { answerFaults } from './answer/answer-faults.js'
import { authenticate } from './authenticate/authenticate.js'
import { authorizeCatalog, authorizeModel } from './authorize/authorize.js'
import type { Behaviour } from './behaviour.js'
import type { AdmittedCall, Call, CallerCall, ChatCall, Handler, ModelCall } from './call.js'
import { answerCatalog } from './catalog/answer-catalog.js'
import { askEngine } from './engine/ask-engine.js'
import { passThrough } from './engine/pass-through.js'
import { befall } from './faults/befall.js'
import { chooseFault } from './faults/choose-fault.js'
import type { Journal } from './journal/journal.js'
import { keepJournal } from './journal/keep-journal.js'
import { Offer } from './models/offer.js'
import { resolveMessagesModel } from './models/resolve-messages-model.js'
import { resolveModel } from './models/resolve-model.js'
import type { EmulatorSettings } from './options.js'
import { lookUp } from './prompt-cache/look-up.js'
import { admit } from './quota/admit.js'
import { readMessages } from './request/read-messages.js'
import { readRequest } from './request/read-request.js'
import { respond, respondCount } from './respond/respond.js'
import { route } from './route/route.js'
import { judge } from './rules/judge.js'

export interface PipelineParts {
  readonly settings: EmulatorSettings
  readonly behaviour: Behaviour
  readonly journal: Journal
}

/**
 * The order in which a request passes the stages; no other file knows it, and no stage knows another.
 *
 * journal → refusals → route → choose fault → authenticate → fault ─┬─ control plane, lists and quotas
 *                                                                   └─ model → rights → standing → body → rules ─┬─ count
 *                                                                                                                └─ prompt cache → quota → engine → answer
 */
export function createPipeline({ settings, behaviour, journal }: PipelineParts): Handler<Call> {
  const { clock, registry } = settings
  const offer = new Offer(registry)
  const choose = chooseFault({ behaviour, clock, offer })
  const admitted: Handler<AdmittedCall> = askEngine(behaviour)(respond(clock, behaviour))
  const answered = lookUp(behaviour, settings)(admit(behaviour)(admitted))
  const chat: Handler<ChatCall> = judge((call) => (isCount(call) ? respondCount : answered)(call))
  const place = { offer, settings, profiles: behaviour.profiles }
  const { account } = behaviour
  const allowed = (read: Handler<ModelCall>) => authorizeModel(place, account)(checkStanding(account)(read))
  const runtime = resolveModel(place)(allowed(readRequest(settings, account)(chat)))
  const messages = resolveMessagesModel(place)(allowed(readMessages(settings, account)(chat)))
  const catalog = authorizeCatalog(place, account)(answerCatalog({ ...place, behaviour, account }))
  const model = passThrough(behaviour, offer)((call) => (isMessages(call) ? messages : runtime)(call))
  const operation: Handler<CallerCall> = (call) =>
    (call.endpoint === 'runtime' || isMessages(call) ? model : catalog)(call)
  return keepJournal(journal, clock)(answerFaults(route(choose(authenticate(settings)(befall(clock)(operation))))))
}

function isMessages({ operation }: CallerCall): boolean {
  return operation === 'Messages' || operation === 'MessagesCountTokens'
}

function isCount({ operation }: ChatCall): boolean {
  return operation === 'CountTokens' || operation === 'MessagesCountTokens'
}
