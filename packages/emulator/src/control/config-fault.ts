/** A configuration that is not understood; the message says where. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault'
}
