import {
  cachePoint,
  format,
  haiku45,
  hourPoint,
  onePixel,
  opus41,
  opus47,
  opus48,
  point,
  schema,
  sonnet45,
  sonnet46,
  sonnet55,
  text,
  textFormat,
  tool,
  user,
} from './requests.js'
import { bad, converse, good, invoke, invokeStream, ofModel, ok } from './row.js'
import type { Row } from './row.js'

const points = (count: number) => Array.from({ length: count }, (_, index) => ({ ...text(`part ${index}`), ...point }))
export const content: readonly Row[] = [
  invokeStream(
    'images: by URL',
    'wire errors',
    sonnet45,
    { messages: [user([text('look'), { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }])] },
    bad('messages.0.content.1.image.source.base64.data: URL sources are not supported'),
  ),
  invoke(
    'images: of a format that is none',
    'bedrock 2.10',
    haiku45,
    { messages: [user([{ type: 'image', source: { type: 'base64', media_type: 'image/bmp', data: onePixel } }])] },
    bad(/image\/jpeg.*image\/png.*image\/gif.*image\/webp/),
  ),
  invoke(
    'images: in base64',
    'bedrock 7.6',
    haiku45,
    {
      messages: [
        user([text('look'), { type: 'image', source: { type: 'base64', media_type: 'image/png', data: onePixel } }]),
      ],
    },
    good('claude-haiku-4-5-20251001'),
  ),
  converse(
    'images: as bytes',
    'bedrock 2.10',
    haiku45,
    {
      messages: [
        user([{ text: 'look' }, { image: { format: 'png', source: { bytes: Buffer.from(onePixel, 'base64') } } }]),
      ],
    },
    ok,
  ),
  converse(
    'video',
    'wire errors',
    haiku45,
    { messages: [user([{ text: 'look' }, { video: { format: 'mp4', source: { bytes: Buffer.from('x') } } }])] },
    bad(
      "This model doesn't support the video content block that you provided. Update the content block and try again.",
    ),
  ),
  converse(
    'documents: without their source',
    'wire errors',
    haiku45,
    { messages: [user([{ text: 'read' }, { document: { format: 'pdf', name: 'paper', source: undefined } }])] },
    ofModel('messages.0.content.1.document.source.type: Field required'),
  ),
  converse(
    'images: in S3',
    'wire errors',
    haiku45,
    {
      messages: [
        user([{ text: 'look' }, { image: { format: 'png', source: { s3Location: { uri: 's3://bucket/a.png' } } } }]),
      ],
    },
    bad("This model doesn't support the s3Uri field. Remove s3Uri and try again."),
  ),
  invoke('cache points: five', 'bedrock 7.1', haiku45, { messages: [user(points(5))] }, bad(/\b4\b/)),
  converse(
    'cache points: five',
    'bedrock 7.1',
    haiku45,
    { messages: [user(['a', 'b', 'c', 'd', 'e'].flatMap((one) => [{ text: one }, cachePoint]))] },
    bad(/\b4\b/),
  ),
  invoke(
    'cache points: four, too small to be kept',
    'bedrock 7.1',
    haiku45,
    { messages: [user(points(4))] },
    { ...ok, cached: { read: 0, written: 0 } },
  ),
  invoke(
    'cache points: an hour after five minutes',
    'bedrock 7.1',
    haiku45,
    { system: [{ ...text('a'), ...point }], messages: [user([{ ...text('b'), ...hourPoint }])] },
    bad(/ttl/),
  ),
  invoke(
    'cache points: five minutes after an hour',
    'bedrock 7.1',
    haiku45,
    { system: [{ ...text('a'), ...hourPoint }], messages: [user([{ ...text('b'), ...point }])] },
    ok,
  ),
  invoke(
    'cache points: an hour on Opus 4.1',
    'bedrock 7.1',
    opus41,
    { system: [{ ...text('a'), ...hourPoint }] },
    bad(/ttl/),
  ),
  invoke(
    'structured output: on Sonnet 5.5',
    'bedrock 4.3',
    sonnet55,
    { output_config: { format } },
    bad('output_config.format: Extra inputs are not permitted'),
  ),
  converse(
    'structured output: on Opus 4.8',
    'bedrock 4.3',
    opus48,
    textFormat,
    ofModel('output_config.format: Extra inputs are not permitted'),
  ),
  invoke(
    'structured output: a strict tool on Opus 4.7',
    'bedrock 4.3',
    opus47,
    { tools: [{ ...tool, strict: true }] },
    bad('tools.0.custom.strict: Extra inputs are not permitted'),
  ),
  invoke(
    'structured output: objects left open',
    'bedrock 7.3',
    haiku45,
    { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
    bad(/additionalProperties/),
  ),
  invoke(
    'structured output: numbers with bounds',
    'bedrock 7.3',
    haiku45,
    {
      output_config: {
        format: { type: 'json_schema', schema: { ...schema, properties: { city: { type: 'integer', minimum: 1 } } } },
      },
    },
    bad(/minimum/),
  ),
  invoke(
    'structured output: on Haiku 4.5',
    'bedrock 7.3',
    haiku45,
    { output_config: { format } },
    good('claude-haiku-4-5-20251001'),
  ),
  converse('structured output: on Sonnet 4.6', 'bedrock 7.3', sonnet46, textFormat, ok),
]
