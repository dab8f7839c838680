/** One of the separate clouds that AWS runs. */
export interface Partition {
  /** As it stands in ARNs. */
  readonly id: string
  /** The regions that belong to it; new ones fit without a change here. */
  readonly regions: RegExp
  readonly dnsSuffix: string
  /** For hosts that answer over IPv4 and IPv6. */
  readonly dualStackDnsSuffix: string
  /** Where IAM is, and for which region its requests are signed. */
  readonly iam: { readonly url: string; readonly signingRegion: string }
}

/**
 * Data. Source: `partitionsInfo` version 1.1 in `@aws-sdk/core` 3.981.0, read on 2026-11-22. The first is also the one
 * that AWS's SDKs take a region for which fits none.
 */
export const partitions: readonly [Partition, ...Partition[]] = [
  {
    id: 'aws',
    regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    dualStackDnsSuffix: 'api.aws',
    iam: { url: 'https://iam.amazonaws.com', signingRegion: 'us-east-1' },
  },
  {
    id: 'aws-us-gov',
    regions: /^us-gov-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    dualStackDnsSuffix: 'api.aws',
    iam: { url: 'https://iam.us-gov.amazonaws.com', signingRegion: 'us-gov-west-1' },
  },
  {
    id: 'aws-cn',
    regions: /^cn-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com.cn',
    dualStackDnsSuffix: 'api.amazonwebservices.com.cn',
    iam: { url: 'https://iam.cn-north-1.amazonaws.com.cn', signingRegion: 'cn-north-1' },
  },
  {
    id: 'aws-eusc',
    regions: /^eusc-de-\w+-\d+$/,
    dnsSuffix: 'amazonaws.eu',
    dualStackDnsSuffix: 'api.amazonwebservices.eu',
    iam: { url: 'https://iam.eusc-de-east-1.amazonaws.eu', signingRegion: 'eusc-de-east-1' },
  },
  {
    id: 'aws-iso',
    regions: /^us-iso-\w+-\d+$/,
    dnsSuffix: 'c2s.ic.gov',
    dualStackDnsSuffix: 'api.aws.ic.gov',
    iam: { url: 'https://iam.us-iso-east-1.c2s.ic.gov', signingRegion: 'us-iso-east-1' },
  },
  {
    id: 'aws-iso-b',
    regions: /^us-isob-\w+-\d+$/,
    dnsSuffix: 'sc2s.sgov.gov',
    dualStackDnsSuffix: 'api.aws.scloud',
    iam: { url: 'https://iam.us-isob-east-1.sc2s.sgov.gov', signingRegion: 'us-isob-east-1' },
  },
  {
    id: 'aws-iso-e',
    regions: /^eu-isoe-\w+-\d+$/,
    dnsSuffix: 'cloud.adc-e.uk',
    dualStackDnsSuffix: 'api.cloud-aws.adc-e.uk',
    iam: { url: 'https://iam.eu-isoe-west-1.cloud.adc-e.uk', signingRegion: 'eu-isoe-west-1' },
  },
  {
    id: 'aws-iso-f',
    regions: /^us-isof-\w+-\d+$/,
    dnsSuffix: 'csp.hci.ic.gov',
    dualStackDnsSuffix: 'api.aws.hci.ic.gov',
    iam: { url: 'https://iam.us-isof-south-1.csp.hci.ic.gov', signingRegion: 'us-isof-south-1' },
  },
]
