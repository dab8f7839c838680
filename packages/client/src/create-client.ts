import type { LedgerEntry } from './account/ledger-entry.js'
import type { BudgetStore } from './admit/budget-store.js'
import { BedrockClient } from './bedrock-client.js'
import type { Client } from './client.js'
import type { ClientOptions } from './client-options.js'
import { ServiceTime } from './clock/index.js'
import { tokenizerOf } from './count/tokenizer-of.js'
import type { RecoverPorts } from './recover/recover.js'
import type { FindCandidates } from './route/candidates.js'
import { createParts } from './client-parts.js'
import type { ClientParts } from './client-parts.js'
import type { LedgerOption } from './ledger-option.js'
import type { ResolvedModel, RoutedInvocation } from './invocation/index.js'
import type { Pipeline } from './pipeline.js'

/**
 * Loads the stages. With the first call and not with the client, because an import should cost next to nothing: half of
 * all starts of a command end without a call.
 */
async function loadStages() {
  const [stages, surroundings] = await Promise.all([importStages(), importSurroundings()])
  return { ...stages, ...surroundings }
}

async function importStages() {
  const modules = await Promise.all([
    import('./recover/recover.js'),
    import('./retry/retry.js'),
    import('./retry/retry-budget.js'),
    import('./route/route.js'),
    import('./prepare/prepare.js'),
    import('./admit/admission.js'),
    import('./observe/observe.js'),
    import('./account/account.js'),
    import('./encode/encode.js'),
    import('./sign/sign.js'),
    import('./send/send.js'),
  ])
  const [recover, retry, retryBudget, route, prepare, admission, observe, account, encode, sign, send] = modules
  return {
    ...recover,
    ...retry,
    ...retryBudget,
    ...route,
    ...prepare,
    ...admission,
    ...observe,
    ...account,
    ...encode,
    ...sign,
    ...send,
  }
}

async function importSurroundings() {
  const modules = await Promise.all([
    import('./call-parts.js'),
    import('./observe/create-observation.js'),
    import('./send/socket-transport.js'),
    import('./control/ask.js'),
    import('./route/resolver.js'),
    import('./route/candidates.js'),
    import('./route/endpoint-health.js'),
    import('./look-up-profile.js'),
  ])
  const [callParts, observation, socketTransport, ask, resolver, candidates, endpointHealth, lookUpProfile] = modules
  return {
    ...callParts,
    ...observation,
    ...socketTransport,
    ...ask,
    ...resolver,
    ...candidates,
    ...endpointHealth,
    ...lookUpProfile,
  }
}

function recorderOf(ledger: LedgerOption | undefined): ((entry: LedgerEntry) => void | Promise<void>) | undefined {
  return typeof ledger === 'object' ? (entry) => ledger.record(entry) : ledger
}

/** Budgets hold for all who share a ledger, if it can count them. */
function budgetsOf(ledger: LedgerOption | undefined): BudgetStore | undefined {
  return typeof ledger === 'object' ? ledger.budgets : undefined
}

/** What of a model decides how an answer that broke off is continued. */
function recoverPorts({ registry, settings, estimates }: ClientParts, candidates: FindCandidates): RecoverPorts {
  return {
    takesPrefill: async ({ model, body }, signal) => {
      const [first] = await candidates({ name: model, surface: undefined }, signal)
      return (
        first?.model.entry?.parameters.prefill === true &&
        (body.thinking === undefined || body.thinking.type === 'disabled')
      )
    },
    tokensOf: (model, text) => estimates.text(text, tokenizerOf(model, registry, settings.pins.value)).tokens,
  }
}

/**
 * Puts the stages in their order, the innermost first: recover → retry → route → prepare → admit →
 * observe → account → encode → sign → send. This is the only place that knows it.
 */
async function assemble(parts: ClientParts): Promise<Pipeline> {
  const stages = await loadStages()
  const { clock, notices, registry, routes, settings, estimates } = parts
  const shared = stages.createCallParts(parts)
  const { accounts, contextOf, placeOf, redactor } = shared
  const onNotice = (notice: string) => {
    notices.add(notice)
  }
  const { logger } = parts.options
  const observation = stages.createObservation({ logger, settings, clock, redactor, onNotice })
  const serviceTime = new ServiceTime(clock)
  const retry = {
    clock,
    budget: new stages.RetryBudget(),
    renewCredentials: (since: number) => accounts.renew(since),
    correctClock: (time: number) => serviceTime.correct(time),
  }
  const transport = stages.createSocketTransport(settings, clock)

  const send = stages.createSend({ transport, clock, redactor })
  const identity = (account: string, signal: AbortSignal | undefined) => {
    const source = accounts.of(account)
    return source.kept ?? source.current(signal)
  }
  const exchange = stages.createSign({ identity, serviceTime, clock, redactor })(send)
  const ask = stages.createAsk({ exchange, placeOf, clock, retry })
  const resolve = stages.createResolver({
    registry,
    residency: settings.residency.value,
    pins: settings.pins.value,
    clock,
    lookUp: stages.createProfileLookUp(ask, { ...parts, ...shared }),
    onNotice,
  })

  const candidates = stages.createCandidates({ routes, surface: parts.options.surface, resolve, placeOf })

  const context = ({ model, target }: RoutedInvocation) => contextOf(model, target.account)
  const encode = stages.createEncode({ contextOf: context, clock })(exchange)
  const account = stages.createAccount({ clock, record: recorderOf(parts.options.ledger), estimates })(encode)
  const observe = stages.createObserve(observation, clock)
  const store = budgetsOf(parts.options.ledger)
  const { admit, book } = stages.createAdmission({
    ...parts.admission,
    clock,
    store,
    estimates,
    hasRoutes: routes.length > 1,
  })
  const prepare = stages.createPrepare(admit(observe(account)), { clock, onNotice, estimates })
  const health = stages.createEndpointHealth(clock)
  const waitOf = (model: ResolvedModel, from: string) => book.waitMs({ model, account: from })
  const route = stages.createRoute({ candidates, health, waitOf, clock })(prepare)
  const recover = stages.createRecover(recoverPorts(parts, candidates))
  const handler = recover(stages.createRetry(retry)(route))
  const ends = { quotas: () => book.states(), close: () => transport.close() }
  return { handler, ask, send, candidates, shared, observation, ...ends }
}

/**
 * Makes a client. Nothing is sent before the first call, and nothing read but the variables, AWS's shared files for the
 * region, and the registry.
 *
 * @throws RequestError `invalid_request` for an option, a variable or a file that cannot be
 * @example
 * const client = createClient({ region: 'eu-central-1' })
 */
export function createClient(options: ClientOptions = {}): Client {
  const parts = createParts(options)
  return new BedrockClient(parts, () => assemble(parts))
}
