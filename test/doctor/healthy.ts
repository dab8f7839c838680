import { exampleBearerToken } from '@outcrop/emulator'
import type { PolicyDocument } from '@outcrop/emulator'
import { createShortTermKey } from '@outcrop/wire/sigv4'
import type { Stage } from './broken.js'
import {
  account,
  allowing,
  caFile,
  closedPort,
  emulated,
  look,
  sonnetModels,
  sonnetProfile,
  tlsBefore,
} from './stages.js'

const noKeys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
const key = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const calls = [sonnetProfile, ...sonnetModels]
const role = `arn:aws:sts::${account}:assumed-role/Developer/ann`
const ssoRole = `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/ann`
/** As AWS's guide writes it for inference profiles: IAM's simulation is not told the profile, and denies the models. */
const throughProfile: PolicyDocument = {
  Statement: [
    ...[allowing([sonnetProfile], look).Statement].flat(),
    {
      Effect: 'Allow',
      Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      Resource: sonnetModels,
      Condition: { StringLike: { 'bedrock:InferenceProfileArn': sonnetProfile } },
    },
  ],
}

/** Set-ups of set-ups.json that work, by their names: the doctor has to find nothing. */
export const healthy: Readonly<Record<string, Stage>> = {
  'keys, and everything allowed': async () => ({ env: await emulated() }),
  'nothing allowed but the calls': async () => ({ env: await emulated({ access: { policy: allowing(calls, []) } }) }),
  'the calls allowed, and looking': async () => ({
    env: await emulated({ access: { policy: allowing(calls, look) } }),
  }),
  'a policy that allows the models through the profile alone': async () => ({
    env: await emulated({ access: { policy: throughProfile } }),
  }),
  'a session of a role': async () => ({ env: await emulated({ access: { caller: role } }) }),
  'a role of SSO, which IAM cannot be asked about': async () => ({
    env: await emulated({ access: { caller: ssoRole, policy: allowing(calls, look) } }),
  }),
  'a long-term API key': async () => ({
    env: { ...(await emulated()), ...noKeys, AWS_BEARER_TOKEN_BEDROCK: exampleBearerToken },
  }),
  'a short-term API key': async () => ({
    env: {
      ...(await emulated()),
      ...noKeys,
      AWS_BEARER_TOKEN_BEDROCK: createShortTermKey(key, { region: 'us-east-1', date: new Date() }),
    },
  }),
  'an API key beside keys': async () => ({
    env: { ...(await emulated()), AWS_BEARER_TOKEN_BEDROCK: exampleBearerToken },
  }),
  'a network without a way to STS, IAM and Service Quotas': async () => {
    const nowhere = `http://127.0.0.1:${await closedPort()}`
    return {
      env: {
        ...(await emulated()),
        AWS_ENDPOINT_URL_STS: nowhere,
        AWS_ENDPOINT_URL_IAM: nowhere,
        AWS_ENDPOINT_URL_SERVICE_QUOTAS: nowhere,
      },
    }
  },
  'TLS of a private authority': async () => {
    const env = await emulated()
    const url = `https://127.0.0.1:${await tlsBefore(env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'] ?? '')}`
    return { env: { ...env, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url, AWS_CA_BUNDLE: caFile } }
  },
  'a subscription that is still being made': async () => ({
    env: await emulated({ access: { models: { 'claude-sonnet-4-5': 'subscription-pending' } } }),
  }),
  'a model that needs data retention, which the account has': async () => ({
    env: await emulated({ dataRetention: 'aws_review' }),
    args: ['-m', 'claude-fable-5-1'],
  }),
  'a model through a global profile': async () => ({ env: await emulated(), args: ['--residency', 'global'] }),
  'a clock that is two minutes off': async () => ({
    env: await emulated({ now: () => new Date(Date.now() + 120_000) }),
  }),
}
