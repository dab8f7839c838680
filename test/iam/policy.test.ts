import { BedrockClient, CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock'
import { type Client, type ClientOptions, createClient, isOutcropError } from '@outcrop/client'
import { type Emulator, type PolicyDocument, startEmulator } from '@outcrop/emulator'
import { describe, expect, onTestFinished, test } from 'vitest'
import { finished, outcropRunner } from '../cli/run-outcrop.js'
import { rightsIn } from './journal-rights.js'
import { faultsOf } from './policy-grammar.js'

const { start } = outcropRunner()

/** A policy as `outcrop iam` prints it. */
interface Printed extends PolicyDocument {
  readonly Statement: readonly {
    Sid: string
    Effect: 'Allow'
    Action: readonly string[]
    Resource: readonly string[]
  }[]
}

async function printed(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Printed> {
  const { code, stdout, stderr } = await finished(start(['iam', ...args, '--account', '123456789012'], { env }))
  expect(stderr).not.toMatch(/error|unforeseen/)
  expect(code).toBe(0)
  return JSON.parse(stdout) as Printed
}

const ask = { prompt: 'Hi', maxTokens: 5 }

/** What a program does with one model: everything that calls it. */
const uses: Readonly<Record<string, (client: Client, model: string) => Promise<unknown>>> = {
  invoke: (client, model) => client.invoke({ model, ...ask }),
  stream: (client, model) => client.stream({ model, ...ask }).finalText(),
  messages: (client, model) => client.invoke({ model, ...ask }, { surface: 'messages' }),
  'messages, streamed': (client, model) => client.stream({ model, ...ask }, { surface: 'messages' }).finalText(),
  countTokens: (client, model) => client.countTokens({ model, prompt: 'Hi' }),
  health: async (client, model) => {
    const { steps } = await client.health({ model })
    const error = steps.find((step) => step.error !== undefined)?.error
    if (error !== undefined) throw error
  },
}

/** A model as it is used, and what `outcrop iam` is told of it. */
interface Chosen {
  readonly name: string
  readonly options: ClientOptions
  readonly models: readonly string[]
  readonly args: readonly string[]
  readonly uses?: readonly string[]
}

const chosen: readonly Chosen[] = [
  {
    name: 'a geographic profile, counted on mantle',
    options: { region: 'us-east-1' },
    models: ['claude-opus-4-8'],
    args: ['--region', 'us-east-1'],
  },
  {
    name: 'a geographic profile, counted by CountTokens',
    options: { region: 'ap-northeast-1' },
    models: ['claude-haiku-4-5'],
    args: ['--region', 'ap-northeast-1'],
  },
  {
    name: 'a global profile',
    options: { region: 'eu-west-1', residency: 'global' },
    models: ['claude-sonnet-4-5'],
    args: ['--region', 'eu-west-1', '--residency', 'global'],
  },
  {
    name: 'a bare model in its region',
    options: { region: 'eu-west-2', residency: 'region' },
    models: ['claude-sonnet-4-6'],
    args: ['--region', 'eu-west-2', '--residency', 'region'],
  },
  {
    name: 'two models',
    options: { region: 'us-east-1' },
    models: ['claude-opus-4-8', 'claude-opus-5'],
    args: ['--region', 'us-east-1'],
  },
]

const emulators = async (policy?: PolicyDocument): Promise<Emulator> => {
  const emulator = await startEmulator(policy === undefined ? {} : { access: { policy } })
  onTestFinished(() => emulator.close())
  return emulator
}

function clientFor(emulator: Emulator, options: ClientOptions): Client {
  const { AWS_REGION: _, AWS_DEFAULT_REGION: __, ...env } = emulator.env
  const client = createClient({ environment: { HOME: '/nowhere', ...env }, maxRetries: 0, ...options })
  onTestFinished(() => client.close())
  return client
}

/** Makes every call, and gives the names of those that were denied. Anything else that goes wrong is thrown. */
async function deniedOf(emulator: Emulator, { options, models }: Chosen): Promise<readonly string[]> {
  const client = clientFor(emulator, options)
  const denied: string[] = []
  for (const model of models)
    for (const [name, use] of Object.entries(uses)) {
      try {
        await use(client, model)
      } catch (error) {
        if (!isOutcropError(error) || error.code !== 'access_denied') throw error
        denied.push(`${name} of ${model}`)
      }
    }
  return denied
}

const grantsOf = ({ Statement }: Printed) =>
  Statement.flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource.map((on) => `${action} on ${on}`)))

describe.each(chosen)('the policy for $name', (choice) => {
  test('is one by AWS’s grammar', async () => {
    expect(faultsOf(await printed([...choice.models, ...choice.args, '--first-use', '--diagnose']))).toEqual([])
  })

  test('grants exactly what the calls in the journal took', async () => {
    const policy = await printed([...choice.models, ...choice.args])
    const emulator = await emulators()
    expect(await deniedOf(emulator, choice)).toEqual([])
    const taken = await rightsIn(emulator, emulator.requests())
    expect(grantsOf(policy).toSorted()).toEqual([...taken].toSorted())
  })

  test('lets every call pass, and without any of its statements one of them not', async () => {
    const policy = await printed([...choice.models, ...choice.args])
    expect(await deniedOf(await emulators(policy), choice)).toEqual([])
    for (const { Sid } of policy.Statement) {
      const rest = { ...policy, Statement: policy.Statement.filter((statement) => statement.Sid !== Sid) }
      expect(await deniedOf(await emulators(rest), choice), `without ${Sid}`).not.toEqual([])
    }
  })
})

test('without any one resource or action a call of one model is denied', async () => {
  const [choice] = chosen
  const policy = await printed([...choice!.models, ...choice!.args])
  const withOnly = (at: number, change: Partial<Printed['Statement'][number]>): PolicyDocument => ({
    ...policy,
    Statement: policy.Statement.map((statement, index) => (index === at ? { ...statement, ...change } : statement)),
  })
  const smaller = policy.Statement.flatMap(({ Action, Resource }, at) => [
    ...(Action.length < 2 ? [] : Action.map((left) => withOnly(at, { Action: Action.filter((one) => one !== left) }))),
    ...(Resource.length < 2
      ? []
      : Resource.map((left) => withOnly(at, { Resource: Resource.filter((one) => one !== left) }))),
  ])
  expect(smaller.length).toBeGreaterThan(5)
  for (const less of smaller) expect(await deniedOf(await emulators(less), choice!)).not.toEqual([])
})

describe('an application profile', () => {
  const options = { region: 'us-east-1' }
  // Whoever makes the profile is not whom the policy is for.
  const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }

  async function makeProfile(emulator: Emulator): Promise<string> {
    const client = new BedrockClient({ endpoint: emulator.url, region: 'us-east-1', credentials: keys })
    onTestFinished(() => client.destroy())
    const copyFrom = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-8'
    const command = new CreateInferenceProfileCommand({ inferenceProfileName: 'team', modelSource: { copyFrom } })
    return (await client.send(command)).inferenceProfileArn ?? ''
  }

  test('is granted by its ARN, to call and to look up', async () => {
    const emulator = await emulators()
    const arn = await makeProfile(emulator)
    const policy = await printed([arn, '--region', 'us-east-1'], emulator.env)
    expect(faultsOf(policy)).toEqual([])
    const before = emulator.requests().length
    const client = clientFor(emulator, options)
    expect((await client.resolve(arn)).key).toBe('claude-opus-4-8')
    await client.invoke({ model: arn, ...ask })
    await client.stream({ model: arn, ...ask }).finalText()
    const taken = await rightsIn(emulator, emulator.requests().slice(before))
    const grants = grantsOf(policy).filter((grant) => !grant.startsWith('bedrock-mantle:CountTokens'))
    expect(grants.toSorted()).toEqual([...taken].toSorted())
  })
})

test('with --diagnose the doctor and the quotas may look at all that they look at', async () => {
  const args = ['claude-sonnet-4-5', '--region', 'us-east-1']
  const policy = await printed([...args, '--diagnose'])
  const emulator = await emulators(policy)
  const client = clientFor(emulator, { region: 'us-east-1' })
  expect((await client.limits()).length).toBeGreaterThan(0)
  const { healthy, steps } = await client.diagnose({ model: 'claude-sonnet-4-5' })
  expect(steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  expect(healthy).toBe(true)
  const refused = emulator.requests().filter(({ status }) => status === 403)
  // Whose principal it is `outcrop iam` does not know: there two calls without content tell the same.
  expect(refused.map(({ operation }) => operation)).toEqual(['SimulatePrincipalPolicy'])
  const looks = policy.Statement.find(({ Sid }) => Sid === 'Diagnose')?.Action ?? []
  const fable = await client.diagnose({ model: 'claude-fable-5-1' })
  expect(fable.steps.find(({ name }) => name === 'retention')?.outcome).toBe('passed')
  const asked = new Set<string>(emulator.requests().map(({ operation }) => operation))
  expect(looks.filter((action) => !asked.has(action.split(':')[1] ?? ''))).toEqual([])
})
