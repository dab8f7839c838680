import { createError } from '../errors/create-error.js'
import { quotaPage } from '../errors/console-page.js'
import type { OutcropError } from '../errors/outcrop-error.js'
import type { ResolvedModel } from '../invocation/index.js'

function about(model: ResolvedModel) {
  return { region: model.region, model: model.key ?? model.calledId }
}

function inSeconds(ms: number): string {
  return `${Math.max(1, Math.round(ms / 1000))} s`
}

export function waitsTooLong(model: ResolvedModel, waitMs: number, waiting: number): OutcropError {
  const estimate = Number.isFinite(waitMs) ? `about ${inSeconds(waitMs)}` : 'for an unknown time'
  return createError(
    'throttled',
    `The call would wait ${estimate} for quota of ${model.displayName}, with ${waiting} waiting, which is longer than maxQueueMs allows`,
    {
      ...about(model),
      remedy: longerOrLess(model),
      ...(Number.isFinite(waitMs) && { retryAfterMs: Math.ceil(waitMs) }),
    },
  )
}

export function waitedTooLong(model: ResolvedModel, waitedMs: number, estimateMs: number): OutcropError {
  return createError(
    'throttled',
    `The call waited ${inSeconds(waitedMs)} for quota of ${model.displayName}, as long as maxQueueMs allows`,
    { ...about(model), remedy: longerOrLess(model), retryAfterMs: Math.ceil(estimateMs) },
  )
}

function longerOrLess({ region }: ResolvedModel): string {
  return `Raise maxQueueMs, lower max_tokens (Bedrock reserves them), or raise the quota: ${quotaPage(region)}`
}

export function deadlinePassed(model: ResolvedModel): OutcropError {
  return createError('deadline', `The call's time passed while it waited for quota of ${model.displayName}`, {
    ...about(model),
    remedy: 'Raise deadlineMs, make fewer calls at once, or raise the quota in Service Quotas.',
  })
}

export function dayUsedUp(model: ResolvedModel, until: number, now: number): OutcropError {
  const when = new Date(until).toISOString().slice(0, 16).replace('T', ' ')
  return createError('daily_quota', `The tokens of the day for ${model.displayName} in ${model.region} are used up`, {
    ...about(model),
    remedy: `Use another model or region, or ask AWS Support to raise the quota; calls are sent again from ${when} UTC.`,
    retryAfterMs: Math.max(0, until - now),
  })
}

export function neverFits(model: ResolvedModel, tokens: number, most: number): OutcropError {
  return createError(
    'quota_exceeded',
    `The call needs ${Math.ceil(tokens)} tokens of quota, and ${model.displayName} never has more than ${most} a minute here`,
    {
      ...about(model),
      remedy: 'Ask for fewer max_tokens (Bedrock reserves them), send less, or raise the quota in Service Quotas.',
    },
  )
}

export function neverLetThrough(model: ResolvedModel, refusals: number, silentMs: number): OutcropError {
  return createError(
    'throttled',
    `Bedrock refused ${refusals} calls of ${model.displayName} in ${model.region} in a row, and let none through for ${inSeconds(silentMs)}`,
    {
      ...about(model),
      retryable: false,
      remedy: `Look at the account's quota with outcrop quota: it may be 0, or others use all of it.`,
    },
  )
}
