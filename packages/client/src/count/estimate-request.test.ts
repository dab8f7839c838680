import { describe, expect, test } from 'vitest'
import type { RequestInput } from './estimate-request.js'
import { estimateRequest } from './estimate-request.js'
import { estimateTokens } from './estimate-tokens.js'

const tokenizers = ['claude-3', 'claude-5'] as const

const ask = (content: NonNullable<RequestInput['messages']>[number]['content']): RequestInput => ({
  messages: [{ role: 'user', content }],
})

/** Beginnings of true image files: all that the estimate reads. */
function png(width: number, height: number): string {
  const bytes = Buffer.alloc(40)
  bytes.writeUInt32BE(0x89504e47, 0)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes.toString('base64')
}

function gif(width: number, height: number): string {
  const bytes = Buffer.alloc(40)
  bytes.write('GIF89a', 'latin1')
  bytes.writeUInt16LE(width, 6)
  bytes.writeUInt16LE(height, 8)
  return bytes.toString('base64')
}

function webp(kind: 'VP8X' | 'VP8L' | 'VP8 ', width: number, height: number): string {
  const bytes = Buffer.alloc(40)
  bytes.write('RIFF', 0, 'latin1')
  bytes.write('WEBP', 8, 'latin1')
  bytes.write(kind, 12, 'latin1')
  if (kind === 'VP8X') {
    bytes.writeUIntLE(width - 1, 24, 3)
    bytes.writeUIntLE(height - 1, 27, 3)
  } else if (kind === 'VP8L') {
    bytes.writeUInt32LE(((height - 1) << 14) | (width - 1), 21)
  } else {
    bytes.writeUInt16LE(width, 26)
    bytes.writeUInt16LE(height, 28)
  }
  return bytes.toString('base64')
}

/** With a preview of 40,000 bytes before the frame. */
function jpeg(width: number, height: number): string {
  const preview = Buffer.alloc(40_002, 7)
  preview.writeUInt16BE(0xffe1, 0)
  preview.writeUInt16BE(40_000, 2)
  const frame = Buffer.alloc(30)
  frame.writeUInt16BE(0xffc2, 0)
  frame.writeUInt16BE(17, 2)
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([Buffer.from([0xff, 0xd8]), preview, frame]).toString('base64')
}

function image(data: string): RequestInput {
  return ask([{ type: 'image', source: { type: 'base64', media_type: 'image/png', data } }])
}

describe('the estimate of a request', () => {
  test.each(tokenizers)('of one turn is about that of its text (%s)', (tokenizer) => {
    const text = 'Write a function that finds the median of a list, and say why it is right.'
    const whole = estimateRequest(ask(text), tokenizer)
    expect(Math.abs(whole.tokens - estimateTokens(text, tokenizer).tokens)).toBeLessThanOrEqual(2)
    expect(whole.upperBound).toBeGreaterThan(whole.tokens)
    expect(estimateRequest(ask([{ type: 'text', text }]), tokenizer)).toEqual(whole)
  })

  test('grows with everything that the model reads, and with nothing else', () => {
    const text = 'const answer = 42\n'.repeat(20)
    const base = ask(text)
    const grown: RequestInput[] = [
      { ...base, system: text },
      { ...base, system: [{ type: 'text', text }] },
      { ...base, tools: [{ name: 'read', description: text, input_schema: { type: 'object' } }] },
      { ...base, output_config: { format: { type: 'json_schema', schema: { description: text } } } },
      { messages: [...(base.messages ?? []), { role: 'assistant', content: text }] },
      ask([
        { type: 'text', text },
        { type: 'tool_use', id: 'a', name: 'read', input: { path: text } },
      ]),
      ask([
        { type: 'text', text },
        { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text }] },
      ]),
      ask([
        { type: 'text', text },
        { type: 'document', title: 'Notes', source: { type: 'text', media_type: 'text/plain', data: text } },
      ]),
      ask([
        { type: 'text', text },
        { type: 'document', source: { type: 'content', content: text } },
      ]),
      ask([
        { type: 'text', text },
        { type: 'search_result', source: 's', title: 't', content: [{ type: 'text', text }] },
      ]),
    ]
    const alone = estimateRequest(base, 'claude-5')
    for (const body of grown) {
      const { tokens, upperBound } = estimateRequest(body, 'claude-5')
      expect(tokens).toBeGreaterThan(alone.tokens * 1.8)
      expect(upperBound).toBeGreaterThan(alone.upperBound * 1.8)
    }
    const marked = ask([{ type: 'text', text, cache_control: { type: 'ephemeral', ttl: '1h' } }])
    expect(estimateRequest(marked, 'claude-5')).toEqual(alone)
  })

  test('bounds thoughts, which may or may not be read again', () => {
    const thought = { type: 'thinking' as const, thinking: 'Let me see. '.repeat(100), signature: 'x'.repeat(400) }
    const { tokens, upperBound } = estimateRequest(ask([thought]), 'claude-5')
    expect(tokens).toBeLessThan(20)
    expect(upperBound).toBeGreaterThan(500)
    expect(
      estimateRequest(ask([{ type: 'redacted_thinking', data: 'x'.repeat(1000) }]), 'claude-5').upperBound,
    ).toBeGreaterThan(500)
  })

  test.each([
    ['PNG', png(750, 100)],
    ['GIF', gif(750, 100)],
    ['WebP, extended', webp('VP8X', 750, 100)],
    ['WebP, lossless', webp('VP8L', 750, 100)],
    ['WebP, lossy', webp('VP8 ', 750, 100)],
    ['JPEG', jpeg(750, 100)],
  ])('reads the size of a %s', (_, data) => {
    expect(estimateRequest(image(data), 'claude-3').tokens).toBe(107)
  })

  test('scales large images down, and takes those of unknown size for large', () => {
    const [older, newer] = tokenizers.map((tokenizer) => estimateRequest(image(png(9000, 9000)), tokenizer).tokens)
    expect([older, newer]).toEqual([1607, 4790])
    expect(estimateRequest(image('AAAA'), 'claude-3').tokens).toBe(1607)
    expect(estimateRequest(image(png(0, 0)), 'claude-3').tokens).toBe(1607)
    expect(estimateRequest(image(png(3136, 100)), 'claude-3').tokens).toBe(112)
  })

  test('counts the pages of a PDF, or guesses them from its length', () => {
    const pdf = (text: string): RequestInput =>
      ask([
        {
          type: 'document',
          source: { type: 'base64', media_type: 'application/pdf', data: Buffer.from(text).toString('base64') },
        },
      ])
    const page = '<< /Type /Page /Parent 1 0 R >>\n'
    const tokens = (text: string) => estimateRequest(pdf(text), 'claude-3').tokens
    expect(tokens(`<< /Type /Pages >>\n${page}${page}${page}`) - tokens(page)).toBe(4600)
    expect(tokens('x'.repeat(120_000))).toBe(tokens(page.repeat(3)))
  })
})
