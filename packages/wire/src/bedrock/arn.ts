/** An Amazon Resource Name in its parts. */
export interface Arn {
  /** `aws`, `aws-us-gov`, … */
  readonly partition: string
  readonly service: string
  /** '' for what belongs to no region, such as the destination of a global inference profile. */
  readonly region: string
  /** '' for what belongs to no account, such as foundation models. */
  readonly account: string
  /** What stands before the first `/` or `:` of the resource; '' if there is neither. */
  readonly resourceType: string
  readonly resourceId: string
}

const ARN = /^arn:([a-z0-9-]+):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws)?:(?:([^\s:/]+)[:/])?(\S+)$/

/** Undefined for whatever is no ARN. */
export function parseArn(text: string): Arn | undefined {
  const parts = ARN.exec(text)
  if (parts === null) return undefined
  const [, partition = '', service = '', region = '', account = '', resourceType = '', resourceId = ''] = parts
  return { partition, service, region, account, resourceType, resourceId }
}
