export type { Ledger, LedgerEntry } from '@outcrop/client'
