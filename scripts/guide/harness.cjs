// What the programs of the guide find around them. Each runs in a process of its own, with a channel to the runner.
const { spawnSync } = require('node:child_process')
const path = require('node:path')

const root = process.env.OUTCROP_GUIDE_ROOT

/** Tells the runner what came out. */
const report = (value) => process.send({ report: JSON.parse(JSON.stringify(value) ?? 'null') })

/** Runs an outcrop command line in the same surroundings. */
function outcrop(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'packages/cli/bin/outcrop.js'), ...args],
    {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    },
  )
  return { code: status, stdout, stderr }
}

/** A check of test/guide/checks. */
const check = (name) => require(path.join(root, 'test/guide/checks', `${name}.cjs`))

/** Sends a body by the AWS SDK, and gives what Bedrock says of it. */
async function invoke(modelId, body) {
  const { BedrockRuntimeClient, InvokeModelCommand } = require('@aws-sdk/client-bedrock-runtime')
  const whole = {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Write a median function' }],
    ...body,
  }
  const client = new BedrockRuntimeClient({})
  try {
    const command = new InvokeModelCommand({ modelId, contentType: 'application/json', body: JSON.stringify(whole) })
    const { $metadata } = await client.send(command)
    return { status: $metadata.httpStatusCode }
  } catch (error) {
    return { status: error.$metadata?.httpStatusCode, name: error.name, message: error.message }
  } finally {
    client.destroy()
  }
}

/** Ends the program: servers and connections of a block may still be open. */
function end(error) {
  const facts = error && {
    name: error.name,
    message: error.message,
    status: error.$metadata?.httpStatusCode,
    code: error.code,
    partial: error.partial?.content?.map(({ text }) => text).join(''),
  }
  process.send({ ...(facts && { error: facts }) }, () => process.exit(error ? 1 : 0))
}

module.exports = { report, outcrop, check, invoke, end }
