import { retentionModes } from '../request/chat-request.js'
import { type Rule, byService } from './rule.js'

/** Fable 5 and 5.1 may be called only where AWS may look at abuse. */
export const dataRetentionSuffices: Rule = ({ entry, dataRetention }) => {
  const needed = retentionModes.findIndex((mode) => mode === entry.requiresDataRetention)
  if (needed <= retentionModes.indexOf(dataRetention)) return undefined
  return byService(`data retention mode '${dataRetention}' is not available for this model`)
}
