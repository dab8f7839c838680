import {
  knownVersion,
  newVersionWithoutAssistantDocuments,
  newVersionWithoutSampling,
  newVersionWithoutUserCitations,
} from './api-version.js'
import { dataRetentionSuffices } from './account.js'
import { betasAreKnown, betasAreStrings } from './betas.js'
import { membersInSchemaWords, noUnknownMembers, requiredMembersPresent } from './body-members.js'
import { cacheTimesAccepted, fewCachePoints, longCacheFirst } from './cache-points.js'
import { blocksAreComplete, blocksHaveKnownTypes } from './content-blocks.js'
import { inputFitsContext } from './context-length.js'
import { effortGoesWithThinking, effortLevelIsKnown, effortSupported } from './effort.js'
import { maxTokensIsPositive, maxTokensWithinModel } from './max-tokens.js'
import {
  contentIsNotEmpty,
  contentIsThere,
  messagesAreObjects,
  messagesNotEmpty,
  rolesAreKnown,
  stopSequencesAreText,
  systemIsText,
  textIsNotBlank,
  userSpeaksFirst,
} from './messages-shape.js'
import { prefillAccepted, prefillEndsInText } from './prefill.js'
import type { Rule } from './rule.js'
import { oneSamplingParameter, samplingAccepted, samplingInRange } from './sampling.js'
import { thoughtsAreUnaltered } from './signatures.js'
import { documentsHaveContent, imagesAreBase64, imagesAreSmall, sourcesAreNotUrls } from './sources.js'
import {
  outputConfigIsKnown,
  outputFormatIsComplete,
  outputFormatSupported,
  strictToolsSupported,
} from './structured-output.js'
import {
  betweenToolsAccepted,
  thinkingBudgetFits,
  thinkingComesBack,
  thinkingDisplayIsKnown,
  thinkingLeavesTemperature,
  thinkingLeavesToolChoice,
  thinkingTypeAccepted,
} from './thinking.js'
import { chosenToolIsOffered, forcedChoiceAccepted, toolChoiceHasTools, toolChoiceIsKnown } from './tool-choice.js'
import {
  callsAndResultsOnTheirSide,
  callsHaveResults,
  resultsHaveCalls,
  toolIdsHaveShape,
  toolUseIdsAreUnique,
} from './tool-pairs.js'
import { customToolsAreComplete, toolNamesAreUnique, toolTypesAreKnown, toolsAreAList } from './tools.js'

/**
 * All rules in the order in which they are asked; the first refusal is the answer. The order is that of need (a rule
 * may rely on those before it) and otherwise what seems to come first in Bedrock's own answers.
 */
export const modelRules: readonly Rule[] = [
  dataRetentionSuffices,
  membersInSchemaWords,
  betasAreStrings,
  betasAreKnown,
  requiredMembersPresent,
  knownVersion,
  newVersionWithoutSampling,
  noUnknownMembers,
  maxTokensIsPositive,
  maxTokensWithinModel,
  samplingAccepted,
  samplingInRange,
  oneSamplingParameter,
  messagesAreObjects,
  messagesNotEmpty,
  rolesAreKnown,
  contentIsThere,
  contentIsNotEmpty,
  userSpeaksFirst,
  blocksHaveKnownTypes,
  blocksAreComplete,
  textIsNotBlank,
  newVersionWithoutAssistantDocuments,
  newVersionWithoutUserCitations,
  sourcesAreNotUrls,
  imagesAreBase64,
  imagesAreSmall,
  documentsHaveContent,
  systemIsText,
  stopSequencesAreText,
  toolsAreAList,
  toolTypesAreKnown,
  strictToolsSupported,
  customToolsAreComplete,
  toolNamesAreUnique,
  toolChoiceIsKnown,
  toolChoiceHasTools,
  chosenToolIsOffered,
  forcedChoiceAccepted,
  outputConfigIsKnown,
  outputFormatSupported,
  outputFormatIsComplete,
  thinkingTypeAccepted,
  betweenToolsAccepted,
  thinkingDisplayIsKnown,
  thinkingBudgetFits,
  thinkingLeavesTemperature,
  thinkingLeavesToolChoice,
  effortSupported,
  effortLevelIsKnown,
  effortGoesWithThinking,
  toolIdsHaveShape,
  toolUseIdsAreUnique,
  callsAndResultsOnTheirSide,
  resultsHaveCalls,
  callsHaveResults,
  thinkingComesBack,
  thoughtsAreUnaltered,
  prefillAccepted,
  prefillEndsInText,
  fewCachePoints,
  cacheTimesAccepted,
  longCacheFirst,
  inputFitsContext,
]
