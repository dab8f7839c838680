import { languageFor } from './code-samples.js'
import { firstLine, tellingWords } from './prompt-words.js'
import type { Random } from '../../seed/random.js'

const asksForCode =
  /\b(write|generate|implement|create|add|build|code|function|class|script|program|refactor|rewrite|fix|test|median)\b/i

/** A prompt that names a length gets one, up to this many words: for streams that have to be long. */
const longestWords = 200_000

/** Words for a prompt: always the same for the same prompt, and plainly not a model's. */
export function answerText(prompt: string, random: Random): string {
  const words = tellingWords(prompt)
  const subject = words.slice(0, 3).join(' ') || 'this request'
  const asked = Number(/\b(\d{2,6})[ -](?:word|token)s?\b/i.exec(prompt)?.[1] ?? 0)
  if (asked > 0) return longText(Math.min(asked, longestWords), subject, random)
  return asksForCode.test(prompt) ? codeAnswer(prompt, words, random) : proseAnswer(prompt, subject, random)
}

function codeAnswer(prompt: string, words: readonly string[], random: Random): string {
  const language = languageFor(prompt)
  const name = camel(words.slice(0, 2)) || 'answer'
  const opening = random.pick([
    `Here is \`${name}\`, made up by the local Bedrock emulator:`,
    `The emulator's synthetic engine answers with \`${name}\`:`,
    `A synthetic answer, the same for every run of this prompt:`,
  ])
  const closing = random.pick([
    'It takes a sorted copy, so that the input is left as it was, and refuses an empty one.',
    'Empty input is an error rather than a silent zero. The cost is that of the sort.',
    'The input is not changed. For very long input a selection instead of a sort would be faster.',
  ])
  return `${opening}\n\n\`\`\`${language.fence}\n${language.write(name)}\n\`\`\`\n\n${closing}`
}

function proseAnswer(prompt: string, subject: string, random: Random): string {
  const line = firstLine(prompt, 60)
  const said = line === '' ? 'an empty prompt' : `“${line}”`
  return random.pick([
    `This is a synthetic answer of the local Bedrock emulator to ${said}. It knows nothing of ${subject}; it only has the shape of an answer, and is the same whenever the request is.`,
    `The emulator was asked ${said}. No model was called: the words about ${subject} are made up from the request itself, so that a test can rely on them.`,
    `You asked about ${subject}. The synthetic engine read ${said} and replies with these two sentences, which never change for this request.`,
  ])
}

function longText(words: number, subject: string, random: Random): string {
  const vocabulary = `${subject} is a part of the synthetic answer that goes on and on`.split(' ')
  const sentences: string[] = []
  for (let written = 0; written < words;) {
    const length = Math.min(random.between(6, 14), words - written)
    let sentence = ''
    for (let word = 0; word < length; word += 1)
      sentence += `${word === 0 ? '' : ' '}${vocabulary[random.between(0, vocabulary.length - 1)] ?? ''}`
    sentences.push(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`)
    written += length
  }
  return sentences.join(' ')
}

function camel(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('')
}
