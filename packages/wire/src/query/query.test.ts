import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { HttpResponse } from '@smithy/protocol-http'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WireError, queryContentType, readQuery, readXml, writeQuery, writeXml } from './index.js'
import type { XmlValue } from './index.js'

const config = { region: 'us-east-1', credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' } }

/** AWS's client with our XML for an answer; gives the body that it sent. */
function answeredBy(xml: string) {
  const sent: { body: string; type: string | undefined }[] = []
  const requestHandler = {
    handle: (request: { body: string; headers: Record<string, string> }) => {
      sent.push({ body: request.body, type: request.headers['content-type'] })
      const response = new HttpResponse({ statusCode: 200, headers: {}, body: Buffer.from(xml) })
      return Promise.resolve({ response })
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }
  return { sent, requestHandler: requestHandler as never }
}

describe('a request', () => {
  test('of AWS’s STS client is read', async () => {
    const value = {
      GetCallerIdentityResult: { Arn: 'arn:aws:iam::111122223333:user/a&b', UserId: 'U', Account: '111122223333' },
    }
    const { sent, requestHandler } = answeredBy(
      writeXml({ name: 'GetCallerIdentityResponse', value }, 'https://sts.amazonaws.com/doc/2011-06-15/'),
    )
    const answer = await new STSClient({ ...config, requestHandler }).send(new GetCallerIdentityCommand())
    expect(answer).toMatchObject(value.GetCallerIdentityResult)
    expect(sent[0]?.type).toBe(queryContentType)
    expect(readQuery(sent[0]?.body ?? '')).toEqual({
      action: 'GetCallerIdentity',
      version: '2011-06-15',
      parameters: {},
    })
  })

  test('with lists is what AWS’s IAM client sends', async () => {
    const parameters = {
      PolicySourceArn: 'arn:aws:iam::111122223333:role/r',
      ActionNames: ['bedrock:InvokeModel', 'bedrock:CountTokens'],
      ResourceArns: Array.from({ length: 12 }, (_, at) => `arn:aws:bedrock:::foundation-model/m${at}`),
    }
    const { sent, requestHandler } = answeredBy(
      '<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult/></SimulatePrincipalPolicyResponse>',
    )
    await new IAMClient({ ...config, requestHandler }).send(new SimulatePrincipalPolicyCommand(parameters))
    const request = { action: 'SimulatePrincipalPolicy', version: '2010-05-08', parameters }
    expect(readQuery(sent[0]?.body ?? '')).toEqual(request)
    expect(new Set(writeQuery(request).split('&'))).toEqual(new Set(sent[0]?.body.split('&')))
  })

  test('with a long list is read as fast as it comes', () => {
    const count = 30_000
    const members = Array.from({ length: count }, (_, at) => `A.member.${count - at}=${count - at}`)
    const { A: list = [] } = readQuery(`Action=B&${members.join('&')}`)?.parameters ?? {}
    expect([list.length, list[0], list.at(-1)]).toEqual([count, '1', String(count)])
  })

  test.each(['', 'Version=1', 'Action='])('without an action is none: %j', (body) => {
    expect(readQuery(body)).toBeUndefined()
  })
})

function refusalOf(text: string): unknown {
  try {
    readXml(text)
    return undefined
  } catch (error) {
    return error
  }
}

describe('XML', () => {
  test('is read as AWS writes it', () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>
<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error><Type>Sender</Type><Code>AccessDenied</Code><Message>a &lt;b&gt; &#65;&#x42; &amp;lt;</Message></Error>
  <!-- nothing --><RequestId><![CDATA[<r>]]></RequestId><Empty a='1'/>
</ErrorResponse>
`
    expect(readXml(text)).toEqual({
      name: 'ErrorResponse',
      value: { Error: { Type: 'Sender', Code: 'AccessDenied', Message: 'a <b> AB &lt;' }, RequestId: '<r>', Empty: '' },
    })
  })

  test.each([
    '',
    'no',
    '<a>',
    '<a></b>',
    '</a>',
    '<a/><b/>',
    '<a',
    '<a b=c/>',
    '<a>'.repeat(100) + '</a>'.repeat(100),
    '{"a":1}',
  ])('that is none, or not whole, is refused: %j', (text) => {
    expect(() => readXml(text)).toThrow(WireError)
  })

  const name = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,9}$/)
  const { value } = fc.letrec<{ value: XmlValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ minLength: 1 }).filter((text) => !text.includes('\r')),
      fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
      fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4 }),
    ),
  }))

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(name, value, (root, content) => {
        expect(readXml(writeXml({ name: root, value: content }))).toEqual({ name: root, value: content })
      }),
    )
  })

  test('never takes long, and never throws anything else, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '/', 'a', '&', '!', '-', '?', '"', '=', ' ') }),
        (text) => {
          expect(refusalOf(text)).toSatisfy((error) => error === undefined || error instanceof WireError)
        },
      ),
    )
  })
})
