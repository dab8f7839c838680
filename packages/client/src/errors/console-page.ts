/** Host of the AWS console for a region's partition. */
function consoleHost(region: string): string {
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com'
  if (region.startsWith('cn-')) return 'console.amazonaws.cn'
  return 'console.aws.amazon.com'
}

/** Address of the model catalog, where models are opened and the use case form is filled in. */
export function modelCatalogPage(region: string): string {
  return `https://${consoleHost(region)}/bedrock/home?region=${region}#/model-catalog`
}

/** Address of the quotas of Amazon Bedrock. */
export function quotaPage(region: string): string {
  return `https://${consoleHost(region)}/servicequotas/home/services/bedrock/quotas?region=${region}`
}

/** Address of the account's means of payment. */
export function paymentPage(region: string): string {
  return `https://${consoleHost(region)}/billing/home#/paymentpreferences`
}
