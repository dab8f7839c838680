import { Buffer } from 'node:buffer'
import type { EmulatorSettings } from '../options.js'
import type { DataRetention } from '../request/chat-request.js'
import type { ModelStanding } from './access-config.js'

/** What the account has settled with AWS, and may settle anew while the emulator runs. */
export class AccountState {
  readonly #settings: Pick<EmulatorSettings, 'access' | 'dataRetention' | 'account'>
  #form: string | undefined
  #dataRetention: DataRetention

  constructor(settings: Pick<EmulatorSettings, 'access' | 'dataRetention' | 'account'>) {
    this.#settings = settings
    this.#dataRetention = settings.dataRetention
    this.reset()
  }

  /** The use case form as it was filed, in base64; undefined if it was not. */
  get form(): string | undefined {
    return this.#form
  }

  fileForm(form: string): void {
    this.#form = form
  }

  get dataRetention(): DataRetention {
    return this.#dataRetention
  }

  retain(mode: DataRetention): void {
    this.#dataRetention = mode
  }

  standingOf(modelKey: string): ModelStanding {
    return this.#settings.access.models?.[modelKey] ?? 'open'
  }

  /** Whoever calls, whatever the key. */
  get callerArn(): string {
    return this.#settings.access.caller ?? `arn:aws:iam::${this.#settings.account}:user/example`
  }

  /** The same as IAM knows it: roles, not their sessions. */
  get principalArn(): string {
    return this.callerArn.replace(/^arn:([\w-]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3')
  }

  reset(): void {
    this.#form = this.#settings.access.useCaseForm === 'missing' ? undefined : filedForm
    this.#dataRetention = this.#settings.dataRetention
  }
}

const filedForm = Buffer.from(JSON.stringify({ companyName: 'Example', useCases: 'Tests' })).toString('base64')
