import { bedrockAnthropicVersion } from '@outcrop/wire/anthropic'
import type { Rule } from './draft.js'
import { refusal } from './draft.js'

/** The version of the API travels in the body; one is accepted by every model. */
export const apiVersion: Rule = (draft) => {
  const asked = draft.body.anthropic_version
  if (asked === undefined) {
    draft.body.anthropic_version = bedrockAnthropicVersion
    return
  }
  const known = draft.rules?.anthropicVersions
  if (known !== undefined && !known.includes(asked)) {
    throw refusal(draft, `does not know anthropic_version ${asked}`, `Use ${known.join(' or ')}, or leave it out.`)
  }
}
