/**
 * Sums up a text, streaming.
 *
 * @param {import('@anthropic-ai/bedrock-sdk').AnthropicBedrock} client
 * @param {string} text
 * @param {(piece: string) => void} onText gets each piece as it comes
 */
export async function summarize(client, text, onText) {
  const stream = client.messages.stream({
    model: 'us.anthropic.claude-opus-4-8',
    max_tokens: 200,
    messages: [{ role: 'user', content: `Sum this up in one sentence:\n\n${text}` }],
  })
  stream.on('text', onText)
  const message = await stream.finalMessage()
  if (message.stop_reason !== 'end_turn') throw new Error(`The summary ended early: ${message.stop_reason}`)
  return { tokens: message.usage.output_tokens }
}
