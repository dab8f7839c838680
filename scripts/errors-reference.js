// Writes docs/errors.md from the client's register. Run it after a build, when a code has changed.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** @param {Record<string, {class: string, exit: number, httpStatus: number, retryable: boolean, meaning: string, remedy: string}>} register */
export function errorsReference(register) {
  const rows = Object.entries(register).map(
    ([code, entry]) =>
      `| \`${code}\` | ${entry.class} | ${entry.exit} | ${entry.httpStatus} | ${entry.retryable ? 'yes' : 'no'} | ${entry.meaning} | ${entry.remedy} |`,
  )
  return `# Errors

Made by \`node scripts/errors-reference.js\` from the register in \`packages/client/src/errors/register.ts\`.

Every failure of a call is an \`OutcropError\` with a \`code\` from this table, a \`remedy\`, and what is known of it:
\`status\`, \`requestId\`, \`region\`, \`model\`, \`attempts\`, \`cause\`. Branch on the code, never on the message. A particular
error often knows a more exact remedy than the one below, such as the action and the resource that a policy lacks.

\`\`\`ts
import { isOutcropError } from '@outcrop/client'

try {
  await client.invoke({ prompt })
} catch (error) {
  if (isOutcropError(error) && error.code === 'throttled') console.error(error.remedy)
  else throw error
}
\`\`\`

| code | class | exit code | gateway's status | may be retried | what it means | what to do |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { errorRegister } = await import('../packages/client/dist/errors/index.js')
  writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsReference(errorRegister))
}
