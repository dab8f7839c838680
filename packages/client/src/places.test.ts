import { describe, expect, test } from 'vitest'
import { createPlaces } from './places.js'
import { resolveSettings } from './settings/index.js'

function placesOf(env: Record<string, string>) {
  return createPlaces(resolveSettings({ env, home: '/nowhere', readFile: () => undefined }))
}

describe('the place of', () => {
  test.each([
    [{}, 'runtime', 'https://bedrock-runtime.eu-west-1.amazonaws.com', ''],
    [{}, 'control', 'https://bedrock.eu-west-1.amazonaws.com', ''],
    [{ AWS_USE_FIPS_ENDPOINT: 'true' }, 'runtime', 'https://bedrock-runtime-fips.eu-west-1.amazonaws.com', ''],
    [{ AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'runtime', 'https://bedrock-runtime.eu-west-1.api.aws', ''],
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4580/base' }, 'runtime', 'http://127.0.0.1:4580', '/base'],
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4580' }, 'control', 'http://127.0.0.1:4580', ''],
    // What stands in for Bedrock serves both; a host of AWS's own does not.
    [{ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:4580' }, 'control', 'http://127.0.0.1:4580', ''],
    [
      { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'https://vpce-1.bedrock-runtime.eu-west-1.vpce.amazonaws.com' },
      'control',
      'https://bedrock.eu-west-1.amazonaws.com',
      '',
    ],
  ] as const)('with %j, the %s', (env, service, origin, basePath) => {
    const placeOf = placesOf(env)
    expect(placeOf('eu-west-1', service)).toEqual({ origin, basePath, signingName: 'bedrock' })
    expect(placeOf('eu-west-1', service)).toBe(placeOf('eu-west-1', service))
  })

  test.each([
    [{}, 'sts', 'https://sts.eu-west-1.amazonaws.com'],
    [{}, 'iam', 'https://iam.amazonaws.com'],
    [{ AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' }, 'sts', 'http://127.0.0.1:1'],
    [{ AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:2' }, 'iam', 'http://127.0.0.1:2'],
    [{ AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' }, 'iam', 'https://iam.amazonaws.com'],
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4580' }, 'sts', 'http://127.0.0.1:4580'],
    [{ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:4580' }, 'iam', 'http://127.0.0.1:4580'],
  ] as const)('with %j, %s', (env, service, origin) => {
    expect(placesOf(env)('eu-west-1', service)).toEqual({ origin, basePath: '', signingName: service })
  })
})
