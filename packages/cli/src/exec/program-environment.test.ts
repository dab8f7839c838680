import { expect, test } from 'vitest'
import { programEnvironment } from './program-environment.js'

const url = 'http://127.0.0.1:4000'
const emulator = {
  url,
  env: { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url, AWS_ACCESS_KEY_ID: 'example', AWS_REGION: 'eu-west-1' },
}
const made = (given: Readonly<Record<string, string>>) => programEnvironment(given, emulator)

test('a program keeps its environment, and gets the emulator’s', () => {
  expect(made({ PATH: '/bin', HOME: '/home/me', AWS_ENDPOINT_URL: 'http://s3' })).toMatchObject({
    PATH: '/bin',
    HOME: '/home/me',
    AWS_ENDPOINT_URL: 'http://s3',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
    AWS_REGION: 'eu-west-1',
    CLAUDE_CODE_USE_BEDROCK: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    OUTCROP_EMULATOR_URL: url,
  })
})

test.each([
  'AWS_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_ROLE_ARN',
  'CLAUDE_CODE_USE_VERTEX',
  'OUTCROP_LOCAL',
])('%s would lead elsewhere, and goes', (name) => {
  expect(made({ [name]: 'real' })).not.toHaveProperty(name)
})

test('nothing that a program had stays beside what takes its place, however it is spelled', () => {
  const names = Object.keys(made({ aws_region: 'x', Aws_Access_Key_Id: 'real', AWS_REGION: 'y' }))
  expect(names.filter((name) => /^aws_(region|access_key_id)$/i.test(name)).toSorted()).toEqual([
    'AWS_ACCESS_KEY_ID',
    'AWS_REGION',
  ])
})

test('Claude Code takes its Bedrock way, unless it was told to take that of mantle', () => {
  expect(made({})).toHaveProperty('CLAUDE_CODE_USE_BEDROCK', '1')
  const mantle = made({ CLAUDE_CODE_USE_MANTLE: '1' })
  expect(mantle).toHaveProperty('CLAUDE_CODE_USE_MANTLE', '1')
  expect(mantle).not.toHaveProperty('CLAUDE_CODE_USE_BEDROCK')
})

test.each([
  [{}, '127.0.0.1,localhost', '127.0.0.1,localhost'],
  [{ NO_PROXY: 'corp.example' }, 'corp.example,127.0.0.1,localhost', 'corp.example,127.0.0.1,localhost'],
  [{ no_proxy: 'a, localhost' }, '127.0.0.1,localhost', 'a,localhost,127.0.0.1'],
  [{ NO_PROXY: '*' }, '*', '*'],
])('no proxy stands before the emulator: %j', (given, upper, lower) => {
  expect(made(given)).toMatchObject({ NO_PROXY: upper, no_proxy: lower })
})
