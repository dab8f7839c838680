import { messagesCountPath, operationPath, operations } from '@outcrop/wire/bedrock'
import type { EndpointService, OperationName } from '@outcrop/wire/bedrock'

/** Operations that are named in a header: Service Quotas. */
type ServiceQuotasOperation = 'ListServiceQuotas' | 'ListAWSDefaultServiceQuotas'

/** Operations that are named in a form, and answer in XML: STS and IAM. */
type QueryOperation = 'GetCallerIdentity' | 'SimulatePrincipalPolicy'

/** `MessagesCountTokens` is mantle's, which names the model in the body. */
type AskedOperation = OperationName | 'MessagesCountTokens' | ServiceQuotasOperation | QueryOperation

/** What says which operation is meant. */
export interface Asked {
  readonly operation: AskedOperation
  readonly modelId?: string
  readonly query?: Readonly<Record<string, string>>
}

/** How an operation is asked for. */
export interface Way {
  readonly method: string
  readonly path: string
  readonly service: EndpointService
  readonly headers?: Readonly<Record<string, string>>
  /** Of the query protocol: which version of the API. */
  readonly version?: string
}

const beyondBedrock: Readonly<Record<Exclude<AskedOperation, OperationName>, Way>> = {
  MessagesCountTokens: { method: 'POST', path: messagesCountPath, service: 'mantle' },
  ListServiceQuotas: serviceQuotas('ListServiceQuotas'),
  ListAWSDefaultServiceQuotas: serviceQuotas('ListAWSDefaultServiceQuotas'),
  GetCallerIdentity: query('sts', '2011-06-15'),
  SimulatePrincipalPolicy: query('iam', '2010-05-08'),
}

export function wayOf({ operation, modelId, query: parameters }: Asked): Way {
  if (operation in beyondBedrock) return beyondBedrock[operation as keyof typeof beyondBedrock]
  const name = operation as OperationName
  const { method, service } = operations[name]
  const path = operationPath(name, {
    ...(modelId !== undefined && { modelId }),
    ...(parameters !== undefined && { query: parameters }),
  })
  return { method, path, service }
}

function serviceQuotas(operation: ServiceQuotasOperation): Way {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `ServiceQuotasV20190624.${operation}`,
  }
  return { method: 'POST', path: '/', service: 'service-quotas', headers }
}

function query(service: 'sts' | 'iam', version: string): Way {
  return {
    method: 'POST',
    path: '/',
    service,
    headers: { accept: 'text/xml', 'content-type': 'application/x-www-form-urlencoded' },
    version,
  }
}
