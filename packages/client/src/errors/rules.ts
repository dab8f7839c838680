import type { ErrorCode } from './error-code.js'
import * as remedies from './remedies.js'
import type { Remedy } from './remedies.js'

/**
 * One way to recognise an error. All that is given has to match. Texts are matched in part, without apostrophes
 * (Bedrock writes some as U+2019) and never against a request id.
 */
export interface ErrorRule {
  readonly code: ErrorCode
  /** On the type without `Exception` or `Error`, in lower case and without underscores. */
  readonly type?: RegExp
  /** On the message, or on what the model itself reported. */
  readonly text?: RegExp
  /** Only for calls that are authenticated so. */
  readonly identity?: 'sigv4' | 'bearer'
  readonly remedy?: Remedy
}

/**
 * The same failure comes under several types (the end of a model as 404, a missing form as 404, a missing
 * subscription as 403), so the wording decides first and the type only where no wording does.
 */
const byText: readonly ErrorRule[] = [
  { code: 'profile_required', text: /on-demand throughput isn.t supported/i, remedy: remedies.useProfile },
  { code: 'use_case_form', text: /use case details have not been submitted/i, remedy: remedies.fillInForm },
  {
    code: 'marketplace',
    text: /aws-marketplace:|AWS Marketplace subscription|INVALID_PAYMENT_INSTRUMENT/i,
    remedy: remedies.subscribe,
  },
  {
    code: 'model_end_of_life',
    text: /marked by provider as Legacy|reached the end of its life/i,
    remedy: remedies.useSuccessor,
  },
  { code: 'model_access', text: /data retention mode .* is not available/i, remedy: remedies.allowRetention },
  { code: 'model_access', text: /is not available for this account/i, remedy: remedies.askSales },
  { code: 'model_access', text: /have access to the model with the specified model ID/i, remedy: remedies.openModel },
  { code: 'access_denied', text: /is not authorized to perform/i, remedy: remedies.allowInPolicy },
  {
    code: 'credentials_expired',
    text: /security token included in the request is expired/i,
    remedy: remedies.signInAgain,
  },
  { code: 'credentials_expired', text: /Signature expired/i, identity: 'bearer', remedy: remedies.signInAgain },
  { code: 'signature', text: /Signature (?:expired|not yet current)/i, remedy: remedies.setClock },
  { code: 'signature', text: /make sure your API Key is valid|Invalid bearer token/i, remedy: remedies.checkApiKey },
  {
    code: 'context_too_long',
    text: /input is too long|prompt is too long|Input Tokens Exceeded|exceed(?:s)? (?:the )?context (?:limit|window)/i,
  },
  { code: 'daily_quota', text: /too many tokens per day/i, remedy: remedies.waitForTomorrow },
  { code: 'model_not_found', text: /provided model identifier is invalid/i, remedy: remedies.chooseModel },
  { code: 'model_timeout', text: /model has timed out/i },
  { code: 'invalid_request', text: /guardrail identifier/i },
]

const byType: readonly ErrorRule[] = [
  { code: 'throttled', type: /^(?:throttling|throttled|toomanyrequests|ratelimit)$/, remedy: remedies.raiseQuota },
  { code: 'model_not_ready', type: /^modelnotready$/ },
  { code: 'budget_exceeded', type: /^billing$/ },
  { code: 'quota_exceeded', type: /^servicequotaexceeded$/, remedy: remedies.raiseLimit },
  { code: 'credentials_expired', type: /^expiredtoken$/, remedy: remedies.signInAgain },
  { code: 'signature', type: /^request(?:expired|timetooskewed|inthefuture)$/, remedy: remedies.setClock },
  { code: 'signature', type: /^(?:authentication|invalidapikey)$/, identity: 'bearer', remedy: remedies.checkApiKey },
  {
    code: 'signature',
    type: /^(?:invalidsignature|signaturedoesnotmatch|unrecognizedclient|invalidclienttokenid|missingauthenticationtoken|incompletesignature|authentication|notauthorized)$/,
    remedy: remedies.checkKey,
  },
  { code: 'use_case_form', type: /^ftuformnotfilled$/, remedy: remedies.fillInForm },
  { code: 'marketplace', type: /^mpagreementbeingcreated$/, remedy: remedies.subscribe },
  { code: 'access_denied', type: /^(?:accessdenied|permission)$/, remedy: remedies.allowInPolicy },
  { code: 'model_not_found', type: /^(?:resourcenotfound|notfound)$/, remedy: remedies.chooseModel },
  { code: 'model_timeout', type: /^(?:modeltimeout|timeout)$/ },
  { code: 'model_error', type: /^(?:modelerror|modelstreamerror)$/ },
  { code: 'context_too_long', type: /^requesttoolarge$/ },
  { code: 'unavailable', type: /^(?:serviceunavailable|overloaded|conflict)$/ },
  { code: 'internal', type: /^(?:internalserver|internalfailure|api)$/ },
  {
    code: 'invalid_request',
    type: /^(?:validation|invalidrequest)$/,
    text: /max(?:imum|_)? ?tokens/i,
    remedy: remedies.lowerMaxTokens,
  },
  {
    code: 'invalid_request',
    type: /^(?:validation|invalidrequest)$/,
    text: /temperature|top_p|topP|top_k/,
    remedy: remedies.dropSampling,
  },
  {
    code: 'invalid_request',
    type: /^(?:validation|invalidrequest)$/,
    text: /beta flag|anthropic-beta/i,
    remedy: remedies.dropBeta,
  },
  {
    code: 'invalid_request',
    type: /^(?:validation|invalidrequest)$/,
    text: /Extra inputs are not permitted|extraneous key/i,
    remedy: remedies.dropField,
  },
  { code: 'invalid_request', type: /^(?:validation|invalidrequest|serialization|unknownoperation)$/ },
]

/** In order: the first that matches decides. */
export const errorRules: readonly ErrorRule[] = [...byText, ...byType]

/** For answers whose type says nothing, such as those of a proxy. */
export const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  401: 'signature',
  403: 'access_denied',
  407: 'network',
  408: 'model_timeout',
  409: 'unavailable',
  413: 'context_too_long',
  424: 'model_error',
  429: 'throttled',
  500: 'internal',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
  529: 'unavailable',
}
