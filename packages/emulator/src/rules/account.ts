import { type DataRetention } from '../request/chat-request.js'
import { type Rule, byService } from './rule.js'

const strictestFirst: readonly DataRetention[] = ['none', 'default', 'aws_review', 'provider_data_share']

/** Fable 5 and 5.1 may be called only where AWS may look at abuse. */
export const dataRetentionSuffices: Rule = ({ entry, dataRetention }) => {
  const needed = strictestFirst.findIndex((mode) => mode === entry.requiresDataRetention)
  if (needed <= strictestFirst.indexOf(dataRetention)) return undefined
  return byService(`data retention mode '${dataRetention}' is not available for this model`)
}
