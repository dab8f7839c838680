import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  errorAnswer,
  fakeBedrock,
  frames,
  messageEnd,
  messageStart,
  openStream,
  streamedAnswer,
  textBlock,
  wholeAnswer,
} from './fake-bedrock.js'
import { exampleKey, outcropRunner } from './run-outcrop.js'

const { home, run } = outcropRunner()
const bedrock = fakeBedrock()
// A refusal is to end the command, and not to wait for quota.
writeFileSync(join(home, 'outcrop.config.json'), JSON.stringify({ maxQueueMs: 0 }))

const outcrop = (args: readonly string[], stdin?: string) =>
  run([...args, '-m', 'claude-sonnet-4-5', '--region', 'us-east-1', '--endpoint-url', bedrock.url], {
    env: { ...exampleKey, BEDROCK_MAX_RETRIES: '0' },
    ...(stdin !== undefined && { stdin }),
  })

const receipt = /^Claude Sonnet 4\.5 · 10 tokens in, 5 out · \$0\.\d+ · \d+.*\n$/

describe('where an answer goes', () => {
  test('the text to standard output and nothing else; the receipt to standard error', async () => {
    bedrock.answers(streamedAnswer(['An ', 'ans', 'wer.']))
    expect(await outcrop(['ask', 'a question'])).toEqual({
      code: 0,
      stdout: 'An answer.\n',
      stderr: expect.stringMatching(receipt) as string,
    })
  })

  test('--quiet leaves the receipt out', async () => {
    bedrock.answers(streamedAnswer(['An answer.\n']))
    expect(await outcrop(['a question', '-q'])).toEqual({ code: 0, stdout: 'An answer.\n', stderr: '' })
  })

  test('--verbose shows the id that was called and the request id', async () => {
    bedrock.answers(streamedAnswer(['An answer.']))
    const { stderr } = await outcrop(['a question', '-v'])
    expect(stderr).toContain('us.anthropic.claude-sonnet-4-5-20250929-v1:0 in us-east-1')
    expect(stderr).toContain('request 0d6e5c3a-1f2b-4c8d-9e70-000000000002')
  })

  test('in a pipe there is no colour and no cursor movement', async () => {
    bedrock.answers(streamedAnswer(['# Title\n', '```js\n', 'a\n', '```\n']))
    const { stdout, stderr } = await outcrop(['a question'])
    expect(stdout).toBe('# Title\n```js\na\n```\n')
    expect(`${stdout}${stderr}`).not.toContain('\u001b')
  })

  test('-x prints only the code, whatever stands around it', async () => {
    bedrock.answers(streamedAnswer(['Sure:\n\n```ts\nexport const ', 'a = 1\n```\n\nRun it:\n```sh\nnode a\n```\n']))
    const { code, stdout, stderr } = await outcrop(['generate', 'a constant', '-x'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'export const a = 1\n' })
    expect(stderr).toContain('of 2 code blocks this is the longest (ts)')
  })

  test('-o writes the file and prints nothing', async () => {
    bedrock.answers(streamedAnswer(['```ts\nexport const a = 1\n```\n']))
    const { code, stdout, stderr } = await outcrop(['generate', 'a constant', '-x', '-o', 'out.ts'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain('wrote out.ts')
    expect(readFileSync(join(home, 'out.ts'), 'utf8')).toBe('export const a = 1\n')
  })
})

const sent = () => bedrock.requests[0]?.body as Record<string, unknown>
const promptText = () => JSON.stringify(sent()['messages'])

describe('what a request holds', () => {
  test('files, standard input, options and parameters', async () => {
    writeFileSync(join(home, 'a.ts'), 'export const a = 1\n')
    bedrock.answers(streamedAnswer(['ok']))
    const options = [
      '--max-tokens',
      '77',
      '-s',
      'Be brief.',
      '--param',
      'top_p=0.5',
      '--param',
      'stop_sequences=["END"]',
    ]
    expect((await outcrop(['ask', 'What is this?', 'a.ts', ...options], 'piped text')).code).toBe(0)
    expect(promptText()).toContain('export const a = 1')
    expect(promptText()).toContain('piped text')
    expect(sent()).toMatchObject({ max_tokens: 77, top_p: 0.5, stop_sequences: ['END'] })
    expect(JSON.stringify(sent()['system'])).toContain('Be brief.')
    expect(bedrock.requests[0]?.path).toBe(
      '/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke-with-response-stream',
    )
  })

  test('what is piped in is the prompt where there is no other', async () => {
    bedrock.answers(streamedAnswer(['ok']))
    expect((await outcrop([], 'What is a monad?\n')).code).toBe(0)
    expect(promptText()).toContain('What is a monad?')
    expect(promptText()).not.toContain('<document')
  })

  test('a parameter that the model refuses is refused here, and nothing is sent', async () => {
    const { code, stderr } = await outcrop(['a question', '--param', 'temperature=0.5', '--param', 'top_p=0.5'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/temperature/)
    expect(bedrock.requests).toEqual([])
  })
})

describe('an answer that is not one', () => {
  test('a truncated one is printed and said to be so: exit 7', async () => {
    bedrock.answers(streamedAnswer(['Half an ans'], 'max_tokens'))
    const { code, stdout, stderr } = await outcrop(['a question', '--max-tokens', '5'])
    expect({ code, stdout }).toEqual({ code: 7, stdout: 'Half an ans\n' })
    expect(stderr).toContain(
      'outcrop: the answer was cut off at its limit of 5 tokens. Allow more with --max-tokens 10',
    )
  })

  test('a truncated one is not written over a file', async () => {
    writeFileSync(join(home, 'kept.ts'), 'old\n')
    bedrock.answers(streamedAnswer(['```ts\nexport const a ='], 'max_tokens'))
    const { code } = await outcrop(['generate', 'a constant', '-x', '-o', 'kept.ts'])
    expect(code).toBe(7)
    expect(readFileSync(join(home, 'kept.ts'), 'utf8')).toBe('old\n')
  })

  test('a refusal ends in 6 and writes nothing', async () => {
    bedrock.answers(streamedAnswer(['I would rather not.'], 'refusal'))
    const { code, stderr } = await outcrop(['generate', 'a virus', '-o', 'virus.ts'])
    expect(code).toBe(6)
    expect(stderr).toContain('outcrop: the model refused to answer')
    expect(existsSync(join(home, 'virus.ts'))).toBe(false)
  })

  test('a failed call leaves the file as it was', async () => {
    writeFileSync(join(home, 'kept.ts'), 'old\n')
    bedrock.answers(errorAnswer(503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.'))
    expect((await outcrop(['generate', 'a constant', '-o', 'kept.ts'])).code).toBe(4)
    expect(readFileSync(join(home, 'kept.ts'), 'utf8')).toBe('old\n')
  })

  test('a stream that breaks off keeps what had come, and ends in 4', async () => {
    bedrock.answers((response) => {
      openStream(response)
      const [start, open, piece] = frames([messageStart, ...textBlock(['Half an answer'])])
      for (const frame of [start, open, piece]) response.write(frame)
      response.end()
    })
    const { code, stdout, stderr } = await outcrop(['a question'])
    expect({ code, stdout }).toEqual({ code: 4, stdout: 'Half an answer\n' })
    expect(stderr).toMatch(/^outcrop: [^\n]+\n$/)
  })
})

describe('--json', () => {
  test('is one object with everything that is known', async () => {
    bedrock.answers(streamedAnswer(['An answer.']))
    const { code, stdout } = await outcrop(['a question', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      outcome: 'ok',
      text: 'An answer.\n',
      run: expect.stringMatching(/^\d{8}T\d{6}-[0-9a-f]{8}$/) as string,
      model: 'claude-sonnet-4-5',
      calledId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      region: 'us-east-1',
      stopReason: 'end_turn',
      usage: { inputTokens: 10, outputTokens: 5, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 },
      costUsd: expect.closeTo((10 * 3.3 + 5 * 16.5) / 1e6, 12) as number,
      attempts: 1,
      requestId: '0d6e5c3a-1f2b-4c8d-9e70-000000000002',
      durationMs: expect.any(Number) as number,
      emulated: false,
    })
  })

  test('is one object also when the call fails, with the error in it', async () => {
    bedrock.answers(errorAnswer(429, 'ThrottlingException', 'Too many tokens, please wait before trying again.'))
    const { code, stdout } = await outcrop(['a question', '--json'])
    expect(code).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'unavailable',
      model: 'claude-sonnet-4-5',
      attempts: 1,
      error: {
        code: 'throttled',
        message: 'Too many tokens, please wait before trying again',
        remedy: expect.any(String) as string,
      },
    })
  })

  test('holds the partial text of an answer that was cut off', async () => {
    bedrock.answers(streamedAnswer(['Half an ans'], 'max_tokens'))
    const { code, stdout } = await outcrop(['a question', '--json'])
    expect(code).toBe(7)
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'truncated',
      text: 'Half an ans\n',
      error: { code: 'truncated' },
    })
  })

  test('--stream-json prints Anthropic’s events and the object last', async () => {
    bedrock.answers(streamedAnswer(['An ', 'answer.']))
    const { stdout } = await outcrop(['a question', '--stream-json'])
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string })
    expect(lines.slice(0, -1)).toEqual([messageStart, ...textBlock(['An ', 'answer.']), ...messageEnd('end_turn')])
    expect(lines.at(-1)).toMatchObject({ type: 'result', outcome: 'ok', text: 'An answer.\n' })
  })
})

describe('before anything is paid for', () => {
  test('--dry-run shows prompt, files, tokens, model and worst cost, and sends nothing', async () => {
    writeFileSync(join(home, 'a.ts'), 'export const a = 1\n')
    const { code, stdout, stderr } = await outcrop([
      'generate',
      'Add validation',
      'a.ts',
      '--dry-run',
      '--max-tokens',
      '1000',
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Claude Sonnet 4.5, called as us.anthropic.claude-sonnet-4-5-20250929-v1:0')
    expect(stdout).toMatch(/a\.ts {2}1 line, about \d+ tokens: named/)
    expect(stdout).toContain('export const a = 1')
    expect(stdout).toMatch(/hardly more than \$0\.0\d+/)
    expect(bedrock.requests).toEqual([])
  })

  test('--dry-run --json says it in one object, even without credentials or network', async () => {
    const args = [
      'generate',
      'Add validation',
      '--dry-run',
      '--json',
      '--max-tokens',
      '1000',
      '-m',
      'claude-sonnet-4-5',
    ]
    const { code, stdout } = await run([...args, '--region', 'us-east-1'], { stdin: 'piped' })
    expect(code).toBe(0)
    const plan = JSON.parse(stdout) as Record<string, unknown>
    expect(plan).toMatchObject({ outcome: 'ok', dryRun: true, model: 'claude-sonnet-4-5', maxTokens: 1000 })
    expect(plan['files']).toMatchObject([{ path: '(standard input)', why: 'piped in' }])
    // 1000 tokens of output alone cost 0.0165 in a geography.
    expect(plan['worstCostUsd']).toBeGreaterThan(0.0165)
    expect(plan['worstCostUsd']).toBeLessThan(0.02)
  })

  test('--dry-run does not look up whose profile an ARN is', async () => {
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123'
    const args = ['a question', '--dry-run', '-m', arn, '--region', 'us-east-1', '--endpoint-url', bedrock.url]
    const { code, stdout } = await run(args, { env: exampleKey })
    expect(code).toBe(0)
    expect(stdout).toContain('Cost    unknown')
    expect(bedrock.requests).toEqual([])
  })

  test('--max-cost refuses a call that could cost more: exit 5, nothing sent', async () => {
    const { code, stderr } = await outcrop(['a question', '--max-cost', '0.01', '--max-tokens', '1000'])
    expect(code).toBe(5)
    expect(stderr).toMatch(
      /^outcrop: the call could cost \$0\.0\d+, more than --max-cost \$0\.01; nothing was sent\. Raise/,
    )
    expect(bedrock.requests).toEqual([])
  })
})

describe('--schema', () => {
  const schema = {
    type: 'object',
    properties: { rivers: { type: 'array', items: { type: 'string' } } },
    required: ['rivers'],
  }
  const asking = ['Name rivers', '--schema', 'rivers.json', '--max-tokens', '400']
  const local = (...more: string[]) => run([...asking, '-m', 'claude-haiku-4-5', '--local', ...more])
  beforeEach(() => writeFileSync(join(home, 'rivers.json'), JSON.stringify(schema)))

  test('prints the object alone, and has it in --json', async () => {
    const { code, stdout } = await local()
    expect(code).toBe(0)
    const object = JSON.parse(stdout)
    expect(object).toEqual({ rivers: expect.any(Array) })
    const { stdout: json } = await local('--json')
    expect(JSON.parse(json)).toMatchObject({ outcome: 'ok', object, emulated: true })
  })

  test('says what is wrong with an answer that is not the object: exit 4, and 7 where it was cut off', async () => {
    bedrock.answers(wholeAnswer('none'))
    const { code, stdout, stderr } = await outcrop([...asking, '--json'])
    expect({ code, requests: bedrock.requests.length }).toEqual({ code: 4, requests: 2 })
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'unavailable',
      text: 'none',
      error: { code: 'answer_invalid' },
    })
    expect(stderr).toContain('there is no JSON in it')
    bedrock.answers(wholeAnswer('{"riv', 'max_tokens'))
    expect((await outcrop(asking)).code).toBe(7)
  })

  test('a file that is no schema is a usage error', async () => {
    writeFileSync(join(home, 'rivers.json'), '[]')
    expect((await outcrop(asking)).code).toBe(2)
    expect((await outcrop(['a question', '--schema', 'none.json'])).stderr).toContain('ENOENT')
  })
})

describe('BEDROCK_LOG_LEVEL', () => {
  const local = (env: Record<string, string>) => run(['a median', '-m', 'claude-haiku-4-5', '--local', '-q'], { env })
  const logged = ({ stderr }: { readonly stderr: string }) => stderr.split('\n').filter((line) => line.startsWith('{'))

  test('writes a record a line to standard error, where it is set', async () => {
    const [record, ...more] = logged(
      await run(['a median', '-m', 'claude-haiku-4-5', '--local'], { env: { BEDROCK_LOG_LEVEL: 'info' } }),
    )
    expect(more).toEqual([])
    expect(JSON.parse(record!)).toMatchObject({ event: 'bedrock_success', model: 'claude-haiku-4-5', emulated: true })
    expect(logged(await local({}))).toEqual([])
  })

  test('BEDROCK_DEBUG shows each attempt', async () => {
    const { stderr, stdout } = await run(['a median', '-m', 'claude-haiku-4-5', '--local'], {
      env: { BEDROCK_DEBUG: 'true' },
    })
    expect(stdout).toContain('median')
    expect(stderr).toMatch(/\[outcrop\] \S+ attempt 1: ok, \d+ ms, .*status 200, request id/)
  })
})
