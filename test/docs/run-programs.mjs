// Runs compiled snippets one after the other in this process, each against a reset local Bedrock, and sends its parent
// what each printed, how it failed, and what it asked. Arguments: the modules.
import { inspect } from 'node:util'

const bedrock = process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME
const write = process.stdout.write.bind(process.stdout)
const results = []

for (const file of process.argv.slice(2)) {
  await fetch(`${bedrock}/_emulator/reset`, { method: 'POST' })
  let printed = ''
  process.stdout.write = process.stderr.write = (text) => {
    printed += text
    return true
  }
  let failure
  try {
    await import(file)
  } catch (error) {
    failure = inspect(error)
  }
  process.stdout.write = write
  const requests = await (await fetch(`${bedrock}/_emulator/requests`)).json()
  results.push({ printed, failure, requests: requests.map(({ operation, status }) => ({ operation, status })) })
}
process.send(results, () => process.exit(0))
