import { BedrockClient } from '@aws-sdk/client-bedrock'
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { IAMClient } from '@aws-sdk/client-iam'
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas'
import { STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { WireError } from '../wire-error.js'
import { endpointFor, partitionOf } from './endpoints.js'

const config = { region: 'us-east-1', credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' } }
const byAws = {
  runtime: new BedrockRuntimeClient(config).config.endpointProvider,
  control: new BedrockClient(config).config.endpointProvider,
  'service-quotas': new ServiceQuotasClient(config).config.endpointProvider,
  sts: new STSClient(config).config.endpointProvider,
}
const signingNames = { runtime: 'bedrock', control: 'bedrock', 'service-quotas': 'servicequotas', sts: 'sts' } as const
const iamByAws = new IAMClient(config).config.endpointProvider
const regions = [
  ['us-east-1', 'aws'],
  ['ap-southeast-7', 'aws'],
  ['mx-central-1', 'aws'],
  ['xx-newland-1', 'aws'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['cn-north-1', 'aws-cn'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
] as const

describe.each(regions)('%s', (region, partition) => {
  test(`lies in ${partition}`, () => {
    expect(partitionOf(region).id).toBe(partition)
  })

  test('has one IAM, of its partition', () => {
    const theirs = iamByAws({ Region: region, UseFIPS: false, UseDualStack: false })
    const schemes = theirs.properties?.['authSchemes'] as { signingRegion: string }[] | undefined
    expect(endpointFor({ region, service: 'iam' })).toEqual({
      url: theirs.url.origin,
      signingName: 'iam',
      signingRegion: schemes?.[0]?.signingRegion,
    })
  })

  const kinds = [false, true].flatMap((fips) => [false, true].map((dualStack) => ({ fips, dualStack })))
  test.each(kinds)("has the hosts of AWS's own clients, %o", ({ fips, dualStack }) => {
    for (const service of ['runtime', 'control', 'service-quotas', 'sts'] as const) {
      const theirs = byAws[service]({ Region: region, UseFIPS: fips, UseDualStack: dualStack })
      expect(endpointFor({ region, service, fips, dualStack })).toEqual({
        url: theirs.url.origin,
        signingName: signingNames[service],
        signingRegion: region,
      })
    }
  })
})

describe('endpointFor', () => {
  test('knows mantle, which has a name of its own to sign for', () => {
    expect(endpointFor({ region: 'us-east-1', service: 'mantle' })).toEqual({
      url: 'https://bedrock-mantle.us-east-1.api.aws',
      signingName: 'bedrock-mantle',
      signingRegion: 'us-east-1',
    })
    expect(() => endpointFor({ region: 'us-east-1', service: 'mantle', fips: true })).toThrow(WireError)
  })

  test.each(['', 'us-east-1.evil.example', 'us-east-1/', 'us-east-1#', 'a@b', 'US-EAST-1', '-a', 'a-', 'x'.repeat(64)])(
    'sends nothing to the region %j',
    (region) => {
      expect(() => endpointFor({ region, service: 'runtime' })).toThrow(WireError)
    },
  )
})
