const awsHost = /(?:\.amazonaws\.com(?:\.cn)?|\.api\.aws|\.api\.amazonwebservices\.com\.cn)$/

/** Whether a host is AWS's own. Whatever else is called stands in for it: an emulator, a gateway, or a tunnel to it. */
export function isAwsHost(hostname: string): boolean {
  return awsHost.test(hostname)
}
