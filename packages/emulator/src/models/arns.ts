import { partitionOf } from '@outcrop/wire/bedrock'

/** The ARN of a model in a region; `''` stands in the profiles that route anywhere. */
export function modelArn(modelId: string, region: string, partition = partitionIdOf(region)): string {
  return `arn:${partition}:bedrock:${region}::foundation-model/${modelId}`
}

export function profileArn(profileId: string, region: string, account: string): string {
  return `arn:${partitionIdOf(region)}:bedrock:${region}:${account}:inference-profile/${profileId}`
}

/** Of a profile that the account made. */
export function applicationProfileArn(id: string, region: string, account: string): string {
  return `arn:${partitionIdOf(region)}:bedrock:${region}:${account}:application-inference-profile/${id}`
}

export function partitionIdOf(region: string): string {
  return partitionOf(region).id
}
