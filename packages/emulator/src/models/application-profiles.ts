import { randomPiece } from '../clock/random.js'

/** An inference profile that the account made, over a model or over a profile of AWS's. */
export interface ApplicationProfile {
  /** 12 characters, which tell nothing about the model. */
  readonly id: string
  readonly name: string
  readonly description?: string
  /** Where it was made, and only where it may be called. */
  readonly region: string
  /** The ARN that it was copied from. */
  readonly copyFrom: string
  readonly createdAt: Date
  readonly tags: readonly Tag[]
  /** A second request with the same token makes no second profile. */
  readonly clientRequestToken?: string
}

export interface Tag {
  readonly key: string
  readonly value: string
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'
const idLength = 12

/** The account's own inference profiles, of all regions. */
export class ApplicationProfiles {
  readonly #byId = new Map<string, ApplicationProfile>()

  create(profile: Omit<ApplicationProfile, 'id'>): ApplicationProfile {
    const { clientRequestToken: token, region } = profile
    const twin = token === undefined ? undefined : this.in(region).find((one) => one.clientRequestToken === token)
    if (twin) return twin
    const id = Array.from(randomPiece(idLength), (byte) => alphabet[byte % alphabet.length]).join('')
    const created = { id, ...profile }
    this.#byId.set(id, created)
    return created
  }

  find(id: string, region: string): ApplicationProfile | undefined {
    const found = this.#byId.get(id)
    return found?.region === region ? found : undefined
  }

  /** Those of one region, oldest first. */
  in(region: string): readonly ApplicationProfile[] {
    return [...this.#byId.values()].filter((profile) => profile.region === region)
  }

  retag(id: string, tags: readonly Tag[]): void {
    const found = this.#byId.get(id)
    if (found) this.#byId.set(id, { ...found, tags })
  }

  delete(id: string): void {
    this.#byId.delete(id)
  }

  clear(): void {
    this.#byId.clear()
  }
}
