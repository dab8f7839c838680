import type { LedgerEntry } from '@outcrop/client'

/** An entry of a test, all of it filled in. */
export function entryWith(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: 'call.1',
    callId: 'call',
    attempt: 1,
    startedAt: Date.UTC(2026, 10, 22, 12),
    durationMs: 1500,
    firstTokenMs: 300,
    outcome: 'ok',
    model: 'claude-sonnet-4-5',
    calledId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    surface: 'invoke',
    region: 'us-east-1',
    geography: 'us',
    tags: { task: 'ask', project: 'outcrop', user: 'ada' },
    tokens: { input: 1000, output: 10, cacheRead: 200, cacheWrite5m: 10, cacheWrite1h: 20 },
    exact: true,
    nanoUsd: 3_704_250,
    priceKind: 'regional',
    priceAsOf: '2026-10-08',
    priceSource: 'a test',
    tier: 'default',
    batch: false,
    requestId: '11111111-2222-4333-8444-555555555555',
    emulated: false,
    ...changes,
  }
}
